//! The librdkafka that is linked in: what this build of it can do, so that a build that lacks something is known before
//! somebody needs it.
use rdkafka::config::ClientConfig;

/// The version of librdkafka that is linked in, for example `2.12.1`.
pub fn librdkafka_version() -> String {
    rdkafka::util::get_rdkafka_version().1
}

/// What the linked librdkafka was built with, for example `ssl` and `sasl_scram`.
///
/// # Errors
/// When librdkafka will not say.
pub fn librdkafka_features() -> Result<Vec<String>, String> {
    let config = ClientConfig::new()
        .create_native_config()
        .map_err(|e| e.to_string())?;
    let features = config.get("builtin.features").map_err(|e| e.to_string())?;
    Ok(features.split(',').map(|f| f.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn librdkafka_can_do_what_an_audit_needs() {
        let features = librdkafka_features().unwrap();
        for needed in [
            "ssl",
            "sasl_plain",
            "sasl_scram",
            "sasl_oauthbearer",
            "zstd",
            "gzip",
            "lz4",
            "snappy",
        ] {
            assert!(
                features.iter().any(|f| f == needed),
                "{needed} is not in {features:?}"
            );
        }
        assert!(librdkafka_version().starts_with("2."));
    }
}
