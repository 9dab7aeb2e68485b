//! The page in a real browser: it shows everything, and its form narrows it down.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
mod support;

use std::path::Path;
use std::process::Command;

/// The browsers that may be there.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let works = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
    let found = BROWSERS.iter().find(works).copied();
    if found.is_none() {
        support::skip("looking at the page", "there is no Chromium");
    }
    found
}

/// The document once its scripts have run.
fn dom(browser: &str, page: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=3000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn page(folder: &Path, script: &str) -> std::path::PathBuf {
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(support::root())
        .args(["check", "fixtures/shop/mistakes", "--format", "html"])
        .output()
        .unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    // Nothing is loaded from anywhere.
    for part in ["src=", "<link", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    let path = folder.join("page.html");
    std::fs::write(
        &path,
        page.replace("</body>", &format!("<script>{script}</script></body>")),
    )
    .unwrap();
    path
}

/// How many findings the page has, and how many of them are hidden.
fn findings(dom: &str) -> (usize, usize) {
    let all = dom.split("<details ").skip(1);
    let hidden = all.clone().filter(|one| {
        let tag = one.split('>').next().unwrap_or_default();
        tag.contains("hidden")
    });
    (all.count(), hidden.count())
}

#[test]
fn findings_are_searched_and_narrowed_down() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let whole = dom(browser, &page(folder.path(), ""));
    let (all, hidden) = findings(&whole);
    assert!(all > 40 && hidden == 0, "{all} {hidden}");
    assert!(
        whole.contains("<form role=\"search\""),
        "the form shows once scripts run"
    );
    assert!(whole.contains("not applicable") && whole.contains("<h2>Checklist</h2>"));
    let set = |name: &str, value: &str| {
        format!(
            "document.forms[0]['{name}'].value = '{value}'; document.forms[0].dispatchEvent(new Event('input'));"
        )
    };
    let errors = whole.matches("data-severity=\"error\"").count();
    let narrowed = dom(browser, &page(folder.path(), &set("severity", "error")));
    assert_eq!(findings(&narrowed), (all, all - errors));
    assert!(narrowed.contains(&format!("{errors} of {all} findings")));
    let found = dom(
        browser,
        &page(folder.path(), &set("search", "REST.advertised LOOPBACK")),
    );
    assert_eq!(findings(&found), (all, all - 1));
}
