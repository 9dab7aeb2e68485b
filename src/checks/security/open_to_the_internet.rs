//! A broker on an address of the internet that asks nobody who they are.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::catalog;
use crate::checks::unprotected::{is_open, without_authorizer};
use crate::resolve::listeners::{ADVERTISED, reached};
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener that asks for nothing is bound to, or advertised by, an address of the internet.
pub fn check(cx: &Context<'_>) -> Outcome {
    if let Err(outcome) = without_authorizer(cx) {
        return outcome;
    }
    let reached = match reached(|key| cx.text(key)) {
        Ok(reached) => reached,
        Err(why) => return Outcome::NoData(why),
    };
    for (listener, shown) in reached {
        let public = [("listeners", listener.bound), (ADVERTISED, shown)];
        let public = public
            .into_iter()
            .find(|(_, address)| is_public(address.host));
        let Some((key, address)) = public else {
            continue;
        };
        match is_open(cx, &listener) {
            Ok(false) => {}
            Ok(true) => {
                return Outcome::Fail(Failure {
                    key: catalog::key_id(key),
                    part: Some(address.range),
                    message: Some(format!(
                        "listener `{}` asks nobody who they are, and `{}` is an address of the internet: unless something else keeps them out, strangers read, write and delete every topic",
                        listener.bound.name, address.host
                    )),
                    confidence: None,
                });
            }
            Err(why) => return Outcome::NoData(why),
        }
    }
    Outcome::Pass
}

/// Whether a host is written as an address that is routed on the internet.
fn is_public(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    match bare.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => is_public_v4(address),
        Ok(IpAddr::V6(address)) => is_public_v6(address),
        Err(_) => false,
    }
}

/// Everything but what IANA's registry of special addresses keeps from being routed:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry>.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a, b, c) == (192, 0, 0);
    !special
}

/// Global unicast, 2000::/3, without what is for documentation.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    (first >> 13) == 1 && (first, second) != (0x2001, 0xdb8)
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn addresses_of_the_internet_are_told_from_others() {
        for public in [
            "8.8.8.8",
            "52.29.1.7",
            "100.128.0.1",
            "[2600:1f14::1]",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public), "{public}");
        }
        for other in [
            "",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[fe80::1]",
            "[fd00::1]",
            "[2001:db8::1]",
            "kafka1.example.com",
            "8.8.8",
        ] {
            assert!(!is_public(other), "{other}");
        }
    }
}
