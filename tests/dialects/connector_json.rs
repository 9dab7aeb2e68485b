//! Connectors as Connect's REST interface takes them.

use crate::reading::{findings_of, read};

const SETTINGS: &str = "\"connector.class\": \"org.example.JdbcSinkConnector\", \"topics\": \"orders\", \
                        \"errors.tolerance\": \"none\"";

#[test]
fn settings_alone_have_their_name_from_the_address() {
    let codes = |text: &str| findings_of("sink.json", text);
    let (alone, _) = read("sink.json", &format!("{{{SETTINGS}}}"));
    assert!(alone[0].is_unknown("name"));
    assert_eq!(codes(&format!("{{{SETTINGS}}}")), [""; 0]);
    assert_eq!(
        codes(&format!("{{\"name\": \"a\", \"config\": {{{SETTINGS}}}}}")),
        [""; 0]
    );
    // What is posted has to bring it.
    assert_eq!(
        codes(&format!("{{\"config\": {{{SETTINGS}}}}}")),
        ["KFK021"]
    );
}
