use std::time::{Duration, Instant};

use kafka_lint::model::{EntityKind, Fact};
use kafka_lint::source::Span;

use crate::folders::{self as files, Files, entities, fixtures, found, lint, named, shown};

fn one(text: &str) -> Files {
    Files::from([("main.tf".to_owned(), text.to_owned())])
}

#[test]
fn a_sound_module_has_no_finding() {
    let files = fixtures("terraform/sound");
    let report = lint(&files);
    assert_eq!(found(&report, &files), [""; 0]);
    let entities = entities(&files);
    assert_eq!(entities.len(), 4);
    let orders = named(&entities, "shop.orders");
    assert_eq!(orders.kind, EntityKind::Topic);
    assert_eq!(orders.text("retention.ms"), Some("604800000"));
    assert_eq!(orders.facts.get(Fact::Partitions), Some(12));
    assert_eq!(orders.facts.get(Fact::ReplicationFactor), Some(3));
    // A sum is not worked out.
    assert!(orders.is_unknown("min.insync.replicas"));
    let notifications = named(&entities, "shop.notifications");
    assert_eq!(notifications.text("retention.ms"), Some("86400000"));
    assert_eq!(notifications.facts.get(Fact::Partitions), Some(3));
    let broker = named(&entities, "shop");
    assert_eq!(broker.kind, EntityKind::Broker);
    assert!(broker.settings.len() >= 15);
    assert_eq!(broker.text("min.insync.replicas"), Some("2"));
    assert_eq!(broker.facts.get(Fact::Brokers), Some(3));
    assert_eq!(broker.version.as_ref().unwrap().text, "3.8.x");
    assert_eq!(orders.facts.get(Fact::Brokers), Some(3));
}

#[test]
fn a_file_by_itself_takes_what_it_does_not_know_for_unknown() {
    let mut files = fixtures("terraform/sound");
    files.remove("variables.tf");
    assert_eq!(found(&lint(&files), &files), [""; 0]);
    let entities = entities(&files);
    let orders = named(&entities, "shop.orders");
    assert_eq!(orders.facts.get(Fact::ReplicationFactor), None);
    assert!(named(&entities, "shop").is_unknown("min.insync.replicas"));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let files = fixtures("terraform/mistakes");
    let report = lint(&files);
    assert_eq!(
        found(&report, &files),
        [
            "DUR002 inventory min.insync.replicas main.tf:24 1",
            "DUR002 orders min.insync.replicas main.tf:11 1",
            "DUR006 inventory unclean.leader.election.enable main.tf:25 true",
            "DUR006 shop unclean.leader.election.enable main.tf:30 shop",
            "KFK001 orders retention.ms main.tf:12 a week",
            "KFK001 shop num.io.threads main.tf:33 many",
            "KFK002 notifications retention.ms main.tf:38 -2",
            "KFK003 orders cleanup.policy main.tf:3 compacted",
            "KFK004 shop min.insync.replica main.tf:33 min.insync.replica",
            "TOP001 shop auto.create.topics.enable main.tf:33 true",
        ]
    );
}

#[test]
fn what_a_platform_sets_is_neither_missed_nor_blamed() {
    let text = r#"
resource "aws_msk_cluster" "plain" {
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 3
  broker_node_group_info { instance_type = "kafka.m5.large" }
}
resource "aws_msk_configuration" "fast" {
  name              = "fast"
  kafka_versions    = ["3.8.x"]
  server_properties = ""
}
resource "aws_msk_cluster" "fast" {
  kafka_version          = "3.8.x"
  number_of_broker_nodes = 6
  broker_node_group_info { instance_type = "express.m7g.large" }
  configuration_info { arn = aws_msk_configuration.fast.arn }
}
module "kafka" {
  source                          = "terraform-aws-modules/msk-kafka-cluster/aws"
  name                            = "wrapped"
  kafka_version                   = "3.7.x"
  number_of_broker_nodes          = 4
  configuration_server_properties = { "auto.create.topics.enable" = true }
}
resource "redpanda_topic" "clicks" {
  name               = "clicks"
  partition_count    = 3
  replication_factor = 3
  configuration      = { "cleanup.policy" = "compact", "redpanda.remote.read" = true, "write.caching" = "true" }
}
resource "aws_msk_topic" "returns" {
  name               = "returns"
  partition_count    = 3
  replication_factor = 3
  configs            = jsonencode({ "min.insync.replicas" = 2 })
}
resource "google_managed_kafka_topic" "claims" {
  topic_id           = "claims"
  partition_count    = 3
  replication_factor = 3
  configs            = { "retention.ms" = "86400000" }
}
resource "confluent_kafka_topic" "refunds" {
  topic_name = "refunds"
}
resource "aws_mskconnect_connector" "orders" {
  name                    = "orders-sink"
  connector_configuration = {
    "connector.class"              = "io.shop.OrdersSink"
    "topics"                       = "orders"
    "tasks.max"                    = "2"
    "consumer.override.group.id"   = "orders-sink"
  }
}
resource "aws_mskconnect_worker_configuration" "shop" {
  name                    = "shop-worker"
  properties_file_content = <<-EOT
    key.converter=org.apache.kafka.connect.storage.StringConverter
    value.converter=org.apache.kafka.connect.storage.StringConverter
  EOT
}
"#;
    let files = one(text);
    let entities = entities(&files);
    let brokers = |name: &str| {
        let entity = named(&entities, name);
        (
            entity.kind,
            entity.facts.get(Fact::Brokers),
            entity.open.is_some(),
        )
    };
    assert_eq!(brokers("plain"), (EntityKind::Broker, Some(3), true));
    assert_eq!(brokers("fast"), (EntityKind::Broker, Some(6), true));
    assert_eq!(brokers("wrapped"), (EntityKind::Broker, Some(4), true));
    let fast = named(&entities, "fast");
    assert_eq!(fast.text("unclean.leader.election.enable"), Some("false"));
    let plain = named(&entities, "plain");
    assert_eq!(plain.text("unclean.leader.election.enable"), Some("true"));
    assert_eq!(named(&entities, "clicks").settings.len(), 1);
    assert_eq!(
        named(&entities, "returns").text("min.insync.replicas"),
        Some("2")
    );
    assert_eq!(
        named(&entities, "claims").text("retention.ms"),
        Some("86400000")
    );
    let sink = named(&entities, "orders-sink");
    assert_eq!(sink.kind, EntityKind::Connector);
    assert_eq!(
        (sink.text("tasks.max"), sink.open.is_none()),
        (Some("2"), true)
    );
    let worker = named(&entities, "shop-worker");
    assert_eq!(worker.kind, EntityKind::ConnectDistributed);
    assert_eq!(worker.settings.len(), 2);
    let refunds = named(&entities, "refunds");
    assert_eq!(refunds.facts.get(Fact::ReplicationFactor), Some(3));
    assert_eq!(refunds.facts.get(Fact::Partitions), Some(6));
    assert_eq!(
        found(&lint(&files), &files),
        [
            "DUR006 plain unclean.leader.election.enable main.tf:2 plain",
            "DUR006 wrapped unclean.leader.election.enable main.tf:18 kafka",
            "TOP001 wrapped auto.create.topics.enable main.tf:23 true",
        ]
    );
}

#[test]
fn copies_are_read_as_often_as_their_map_says() {
    let text = r#"
resource "kafka_topic" "a" {
  for_each           = toset(["x", "y"])
  name               = "shop-${each.value}"
  partitions         = 3
  replication_factor = 3
}
resource "kafka_topic" "b" {
  for_each           = var.topics
  name               = each.key
  partitions         = each.value.partitions
  replication_factor = 3
  config             = each.value.config
}
resource "kafka_topic" "none" {
  count              = 0
  name               = "none"
  partitions         = 3
  replication_factor = 3
}
resource "kafka_topic" "more" {
  name               = "more"
  partitions         = 3
  replication_factor = 3
  dynamic "config" { for_each = var.x }
}
"#;
    let entities = entities(&one(text));
    let names: Vec<_> = entities.iter().map(|e| e.name.as_deref()).collect();
    assert_eq!(names, [Some("shop-x"), Some("shop-y"), None, Some("more")]);
    assert!(entities[2].open.is_some() && entities[3].open.is_some());
    assert_eq!(entities[0].open, None);
}

#[test]
fn files_that_are_not_kafkas_are_left_alone() {
    for text in [
        "resource \"aws_s3_bucket\" \"kafka\" { bucket = \"kafka\" }",
        "module \"kafka\" { source = \"./kafka\" }",
        "resource \"aws_msk_serverless_cluster\" \"kafka\" { cluster_name = \"a\" }",
    ] {
        assert_eq!(entities(&one(text)).len(), 0, "{text}");
    }
}

#[test]
fn secrets_of_others_are_hidden() {
    let files = fixtures("terraform/mistakes");
    let report = lint(&files);
    let source = report.sources[0].as_ref().unwrap();
    let shown = source.masked(Span::new(0, u32::MAX)).into_owned();
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("credentials"));
}

#[test]
fn hostile_files_take_bounded_time() {
    let mut doubling = String::from("locals {\n  l0 = [1, 1]\n");
    for n in 1..64 {
        doubling.push_str(&format!("  l{n} = [local.l{}, local.l{}]\n", n - 1, n - 1));
    }
    doubling.push_str("  self = local.self\n}\nresource \"kafka_topic\" \"a\" {\n  for_each = local.l63\n  name = local.self\n config = local.l40\n}\n");
    let many: String = (0..20_000)
        .map(|n| format!("resource \"kafka_topic\" \"t{n}\" {{\n  name = \"t{n}\"\n  config = {{ \"retention.ms\" = var.r }}\n}}\n"))
        .collect();
    let deep = format!(
        "resource \"kafka_topic\" \"a\" {{ name = {}1{} }}",
        "(".repeat(9_000),
        ")".repeat(9_000)
    );
    for (text, least) in [(doubling, 1), (many, 20_000), (deep, 0)] {
        let start = Instant::now();
        assert!(entities(&one(&text)).len() >= least);
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}",
            start.elapsed()
        );
    }
}

#[test]
fn everything_stands_where_it_says() {
    let mut count = 0;
    for folder in ["terraform/sound", "terraform/mistakes"] {
        count += files::check_places(&fixtures(folder));
    }
    assert!(count > 25, "{count}");
    let Ok(corpus) = std::env::var("KAFKA_LINT_CORPUS") else {
        eprintln!("SKIPPED the real Terraform files: KAFKA_LINT_CORPUS names no folder");
        return;
    };
    let files = files::files(&std::path::Path::new(&corpus).join("terraform"));
    assert!(files::check_places(&files) >= 2);
}

#[test]
fn access_rules_have_their_parts_under_the_names_of_each_provider() {
    let text = r#"
variable "app" { default = "orders" }
resource "kafka_acl" "a" {
  count                        = 1
  resource_name                = var.app
  resource_type                = "Topic"
  acl_principal                = "User:${var.app}"
  acl_host                     = "*"
  acl_operation                = "AlterConfigs"
  acl_permission_type          = "Deny"
  resource_pattern_type_filter = "Prefixed"
}
resource "confluent_kafka_acl" "b" {
  kafka_cluster { id = "lkc" }
  resource_type = "CLUSTER"
  resource_name = "kafka-cluster"
  pattern_type  = "LITERAL"
  principal     = "User:*"
  host          = "*"
  operation     = "DESCRIBE"
  permission    = "ALLOW"
}
resource "redpanda_acl" "c" {
  resource_type         = "TOPIC"
  resource_name         = "*"
  resource_pattern_type = "LITERAL"
  principal             = var.unknown
  host                  = "*"
  operation             = "ALL"
  permission_type       = "ALLOW"
}
"#;
    let read = entities(&one(text));
    let facts = |at: usize| {
        let facts = [
            Fact::AclAllows,
            Fact::AclForEveryone,
            Fact::AclOnEverything,
            Fact::AclChanges,
        ];
        facts.map(|fact| read[at].facts.get(fact))
    };
    assert_eq!(read.len(), 3);
    assert!(read.iter().all(|e| e.kind == EntityKind::Acl));
    assert_eq!(
        read.iter().map(|e| e.settings.len()).collect::<Vec<_>>(),
        [7; 3]
    );
    assert_eq!(
        read[0].name.as_deref(),
        Some("DENY ALTERCONFIGS on TOPIC orders for User:orders")
    );
    assert_eq!(facts(0), [Some(0), Some(0), Some(0), Some(1)]);
    assert_eq!(facts(1), [Some(1), Some(1), Some(1), Some(0)]);
    assert_eq!(facts(2), [Some(1), None, Some(1), Some(1)]);
}

#[test]
fn values_of_variables_stand_in_the_file_that_is_loaded_by_itself() {
    let main = r#"
variable "copies" { default = 1 }
variable "retention" {}
variable "policies" { default = {} }
variable "admin_password" {}
resource "kafka_topic" "a" {
  name               = "a"
  partitions         = 3
  replication_factor = var.copies
  config = {
    "retention.ms"   = var.retention
    "cleanup.policy" = var.policies["a"]
    "segment.ms"     = var.nobody
  }
}
"#;
    let values = "copies = 3\nretention = \"a week\"\npolicies = { a = \"compact\" }\nadmin_password = \"hunter2\"\n";
    let files = Files::from([
        ("x/main.tf".to_owned(), main.to_owned()),
        ("x/terraform.tfvars".to_owned(), values.to_owned()),
        ("x/other.tfvars".to_owned(), "copies = 2\n".to_owned()),
    ]);
    let read = entities(&files);
    assert_eq!(read[0].facts.get(Fact::ReplicationFactor), Some(3));
    assert_eq!(read[0].text("retention.ms"), Some("a week"));
    assert!(read[0].is_unknown("segment.ms"));
    let report = lint(&files);
    let found = found(&report, &files);
    assert!(
        found.contains(&"KFK001 a retention.ms x/terraform.tfvars:2 a week".to_owned()),
        "{found:#?}"
    );
    let shown = shown(&report);
    assert!(shown.contains("admin_password = ") && !shown.contains("hunter2"));
    // By itself the module has its defaults, and nothing where there are none.
    let mut alone = files;
    alone.remove("x/terraform.tfvars");
    let read = entities(&alone);
    assert_eq!(read[0].facts.get(Fact::ReplicationFactor), Some(1));
    assert!(read[0].is_unknown("retention.ms"));
}

#[test]
fn what_a_condition_or_another_module_decides_is_unknown() {
    let text = r#"
variable "prod" { default = true }
resource "kafka_topic" "a" {
  name               = "a"
  partitions         = module.sizes.partitions
  replication_factor = var.prod ? 3 : 1
  config = {
    "retention.ms"   = var.prod ? "1" : "2"
    "segment.ms"     = module.sizes.segment
    "cleanup.policy" = terraform.workspace == "prod" ? "delete" : "none"
    "max.message.bytes" = data.external.sizes.result.bytes
  }
}
"#;
    let files = one(text);
    let read = entities(&files);
    let keys = [
        "retention.ms",
        "segment.ms",
        "cleanup.policy",
        "max.message.bytes",
    ];
    assert!(keys.iter().all(|key| read[0].is_unknown(key)));
    assert_eq!(read[0].facts.get(Fact::ReplicationFactor), None);
    assert_eq!(read[0].facts.get(Fact::Partitions), None);
    assert_eq!(found(&lint(&files), &files), [""; 0]);
}
