//! The calls of librdkafka, the only place with `unsafe`: one client, one queue, requests that only read.
//!
//! What the safe wrapper `rdkafka` offers loses the errors of single resources, the synonyms of settings and every
//! word on why a connection failed, so the C interface is called: requests are sent with a ticket, and answers, errors
//! and log lines come out of one queue.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::time::Duration;

use rdkafka::bindings as c;

use super::answer::{
    Acl, Answer, Cluster, Configs, Entry, Failure, Group, Listing, Node, Offset, Partition,
    Synonym, Topic,
};
use super::request::{At, Of, Request};

// Numbers that a broker sent are no values of an enum that this build knows, so these are declared as numbers.
unsafe extern "C" {
    fn rd_kafka_event_error(event: *mut c::rd_kafka_event_t) -> c_int;
    fn rd_kafka_ConfigEntry_source(entry: *const c::rd_kafka_ConfigEntry_t) -> c_int;
    fn rd_kafka_ConfigResource_error(resource: *const c::rd_kafka_ConfigResource_t) -> c_int;
    fn rd_kafka_ConfigResource_type(resource: *const c::rd_kafka_ConfigResource_t) -> c_int;
    fn rd_kafka_error_code(error: *const c::rd_kafka_error_t) -> c_int;
    fn rd_kafka_metadata(
        rk: *mut c::rd_kafka_t,
        all_topics: c_int,
        only: *mut c::rd_kafka_topic_t,
        metadata: *mut *const c::rd_kafka_metadata,
        timeout_ms: c_int,
    ) -> c_int;
}

const ERROR_LENGTH: usize = 512;

/// What comes out of the queue.
#[derive(Debug)]
pub(super) enum Event {
    /// The answer to the request with that ticket.
    Answer(usize, Result<Answer, Failure>),
    /// Something went wrong that belongs to no request: a connection, mostly.
    Problem(Failure),
    /// A line of the log. Some of what it says of connections comes nowhere else.
    Log {
        /// What it is about: `FAIL`.
        facility: String,
        /// The line, with the thread in front.
        line: String,
    },
}

/// A client that only reads.
#[derive(Debug)]
pub(super) struct Client {
    handle: NonNull<c::rd_kafka_t>,
    queue: NonNull<c::rd_kafka_queue_t>,
}

impl Client {
    /// A client with these settings, which are librdkafka's. It connects when it is asked something.
    ///
    /// # Errors
    /// librdkafka's words where it refuses a setting or all of them together.
    pub(super) fn new(settings: &[(String, String)]) -> Result<Client, String> {
        let mut error = ErrorText::default();
        // SAFETY: the configuration is freed unless `rd_kafka_new` took it; texts outlive the calls.
        unsafe {
            let conf = c::rd_kafka_conf_new();
            let own = [("log.queue", "true"), ("client.id", "kafka-lint")];
            let own = own.map(|(key, value)| (key.to_owned(), value.to_owned()));
            for (key, value) in settings.iter().chain(&own) {
                let (key, value) = (text(key), text(value));
                let (at, length) = error.parts();
                let set = c::rd_kafka_conf_set(conf, key.as_ptr(), value.as_ptr(), at, length);
                if set != c::rd_kafka_conf_res_t::RD_KAFKA_CONF_OK {
                    c::rd_kafka_conf_destroy(conf);
                    return Err(error.take());
                }
            }
            c::rd_kafka_conf_set_events(conf, c::RD_KAFKA_EVENT_ERROR | c::RD_KAFKA_EVENT_LOG);
            let (at, length) = error.parts();
            let kind = c::rd_kafka_type_t::RD_KAFKA_PRODUCER;
            let Some(handle) = NonNull::new(c::rd_kafka_new(kind, conf, at, length)) else {
                c::rd_kafka_conf_destroy(conf);
                return Err(error.take());
            };
            let Some(queue) = NonNull::new(c::rd_kafka_queue_get_main(handle.as_ptr())) else {
                c::rd_kafka_destroy(handle.as_ptr());
                return Err("librdkafka has no queue".to_owned());
            };
            c::rd_kafka_set_log_queue(handle.as_ptr(), ptr::null_mut());
            Ok(Client { handle, queue })
        }
    }

    /// Sends a request; its answer comes out of the queue with the ticket. `broker` is who is to answer, where that
    /// is not librdkafka's to choose.
    ///
    /// # Errors
    /// When a request cannot even be made.
    pub(super) fn send(
        &self,
        ticket: usize,
        request: &Request,
        broker: Option<i32>,
        timeout: Duration,
    ) -> Result<(), Failure> {
        let options = Options::new(self, request, timeout)?;
        options.tag(ticket);
        if let Some(broker) = broker {
            options.to(broker)?;
        }
        let (rk, options, queue) = (
            self.handle.as_ptr(),
            options.0.as_ptr(),
            self.queue.as_ptr(),
        );
        // SAFETY: librdkafka copies what a request is made of before each of these calls returns.
        unsafe {
            match request {
                Request::Cluster => c::rd_kafka_DescribeCluster(rk, options, queue),
                Request::Configs(resources) => {
                    let mut all: Vec<_> = resources.iter().map(config_resource).collect();
                    c::rd_kafka_DescribeConfigs(rk, all.as_mut_ptr(), all.len(), options, queue);
                    c::rd_kafka_ConfigResource_destroy_array(all.as_mut_ptr(), all.len());
                }
                Request::Groups => c::rd_kafka_ListConsumerGroups(rk, options, queue),
                Request::GroupsNamed(names) => {
                    let names: Vec<CString> = names.iter().map(|name| text(name)).collect();
                    let mut all: Vec<*const c_char> = names.iter().map(|n| n.as_ptr()).collect();
                    let (names, count) = (all.as_mut_ptr(), all.len());
                    c::rd_kafka_DescribeConsumerGroups(rk, names, count, options, queue);
                }
                Request::Committed(group) => {
                    let group = text(group);
                    let one = c::rd_kafka_ListConsumerGroupOffsets_new(group.as_ptr(), ptr::null());
                    let mut all = [one];
                    c::rd_kafka_ListConsumerGroupOffsets(rk, all.as_mut_ptr(), 1, options, queue);
                    c::rd_kafka_ListConsumerGroupOffsets_destroy(one);
                }
                Request::Offsets(partitions, at) => {
                    let list = c::rd_kafka_topic_partition_list_new(partitions.len() as c_int);
                    for (topic, partition) in partitions {
                        let topic = text(topic);
                        let added =
                            c::rd_kafka_topic_partition_list_add(list, topic.as_ptr(), *partition);
                        (*added).offset = match at {
                            At::Start => -2,
                            At::End => -1,
                        };
                    }
                    c::rd_kafka_ListOffsets(rk, list, options, queue);
                    c::rd_kafka_topic_partition_list_destroy(list);
                }
                Request::Acls => {
                    let mut error = ErrorText::default();
                    let (at, length) = error.parts();
                    let filter = c::rd_kafka_AclBindingFilter_new(
                        c::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_ANY,
                        ptr::null(),
                        c::rd_kafka_ResourcePatternType_t::RD_KAFKA_RESOURCE_PATTERN_ANY,
                        ptr::null(),
                        ptr::null(),
                        c::rd_kafka_AclOperation_t::RD_KAFKA_ACL_OPERATION_ANY,
                        c::rd_kafka_AclPermissionType_t::RD_KAFKA_ACL_PERMISSION_TYPE_ANY,
                        at,
                        length,
                    );
                    if filter.is_null() {
                        return Err(Failure::own(error.take()));
                    }
                    c::rd_kafka_DescribeAcls(rk, filter, options, queue);
                    c::rd_kafka_AclBinding_destroy(filter);
                }
            }
        }
        Ok(())
    }

    /// All topics with their partitions, as one broker knows them. Names no topic, so that none comes to be.
    ///
    /// # Errors
    /// When no broker answers in time.
    pub(super) fn topics(&self, timeout: Duration) -> Result<Vec<Topic>, Failure> {
        let mut metadata: *const c::rd_kafka_metadata = ptr::null();
        // SAFETY: on success the pointer is to metadata that is freed below, once everything has been copied.
        unsafe {
            let code = rd_kafka_metadata(
                self.handle.as_ptr(),
                1,
                ptr::null_mut(),
                &raw mut metadata,
                millis(timeout),
            );
            if code != 0 || metadata.is_null() {
                return Err(Failure::of(code, None));
            }
            let topics = slice((*metadata).topics, (*metadata).topic_cnt);
            let topics = topics.iter().map(|topic| topic_of(topic)).collect();
            c::rd_kafka_metadata_destroy(metadata);
            Ok(topics)
        }
    }

    /// The next thing that happened, if something does within that time.
    pub(super) fn next(&self, wait: Duration) -> Option<Event> {
        // SAFETY: the event is freed after everything in it has been copied.
        unsafe {
            let event = c::rd_kafka_queue_poll(self.queue.as_ptr(), millis(wait));
            if event.is_null() {
                return None;
            }
            let read = read_event(event);
            c::rd_kafka_event_destroy(event);
            read
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // SAFETY: both came from librdkafka and nobody uses them any more.
        unsafe {
            c::rd_kafka_queue_destroy(self.queue.as_ptr());
            c::rd_kafka_destroy(self.handle.as_ptr());
        }
    }
}

/// The options of one request.
struct Options(NonNull<c::rd_kafka_AdminOptions_t>);

impl Options {
    fn new(client: &Client, request: &Request, timeout: Duration) -> Result<Self, Failure> {
        use c::rd_kafka_admin_op_t as op;
        let api = match request {
            Request::Cluster => op::RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER,
            Request::Configs(_) => op::RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
            Request::Groups => op::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS,
            Request::GroupsNamed(_) => op::RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
            Request::Committed(_) => op::RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
            Request::Offsets(..) => op::RD_KAFKA_ADMIN_OP_LISTOFFSETS,
            Request::Acls => op::RD_KAFKA_ADMIN_OP_DESCRIBEACLS,
        };
        // SAFETY: the handle is valid as long as the client is.
        let options = unsafe { c::rd_kafka_AdminOptions_new(client.handle.as_ptr(), api) };
        let options = NonNull::new(options)
            .map(Options)
            .ok_or_else(|| Failure::own("librdkafka does not know the request".to_owned()))?;
        let mut error = ErrorText::default();
        let (at, length) = error.parts();
        // SAFETY: the options are valid, the text has that length.
        let set = unsafe {
            let options = options.0.as_ptr();
            if matches!(request, Request::Cluster) {
                // What the principal may do says how much an empty answer means.
                let refused =
                    c::rd_kafka_AdminOptions_set_include_authorized_operations(options, 1);
                if !refused.is_null() {
                    c::rd_kafka_error_destroy(refused);
                }
            }
            c::rd_kafka_AdminOptions_set_request_timeout(options, millis(timeout), at, length)
        };
        match set as c_int {
            0 => Ok(options),
            _ => Err(Failure::own(error.take())),
        }
    }

    fn tag(&self, ticket: usize) {
        // SAFETY: only a number, which comes back with the answer and is never followed.
        unsafe { c::rd_kafka_AdminOptions_set_opaque(self.0.as_ptr(), ticket as *mut c_void) }
    }

    fn to(&self, broker: i32) -> Result<(), Failure> {
        let mut error = ErrorText::default();
        let (at, length) = error.parts();
        // SAFETY: the options are valid, the text has that length.
        let set =
            unsafe { c::rd_kafka_AdminOptions_set_broker(self.0.as_ptr(), broker, at, length) };
        match set as c_int {
            0 => Ok(()),
            _ => Err(Failure::own(error.take())),
        }
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: they were made in `new` and are used nowhere else.
        unsafe { c::rd_kafka_AdminOptions_destroy(self.0.as_ptr()) }
    }
}

/// Room for librdkafka's words.
struct ErrorText([c_char; ERROR_LENGTH]);

impl Default for ErrorText {
    fn default() -> Self {
        ErrorText([0; ERROR_LENGTH])
    }
}

impl ErrorText {
    fn parts(&mut self) -> (*mut c_char, usize) {
        (self.0.as_mut_ptr(), ERROR_LENGTH)
    }

    fn take(&self) -> String {
        // SAFETY: it was all zeros, and librdkafka ends what it writes with one.
        unsafe { owned(self.0.as_ptr()) }.unwrap_or_default()
    }
}

/// A text for C; what follows a NUL in it is cut off, as C would do.
fn text(text: &str) -> CString {
    let bytes: Vec<u8> = text.bytes().take_while(|byte| *byte != 0).collect();
    CString::new(bytes).unwrap_or_default()
}

fn millis(duration: Duration) -> c_int {
    // 0 and negative numbers have meanings of their own.
    c_int::try_from(duration.as_millis())
        .unwrap_or(c_int::MAX)
        .max(1)
}

/// SAFETY: a NUL-terminated text or null.
unsafe fn owned(text: *const c_char) -> Option<String> {
    match text.is_null() {
        true => None,
        // SAFETY: see above.
        false => Some(
            unsafe { CStr::from_ptr(text) }
                .to_string_lossy()
                .into_owned(),
        ),
    }
}

/// SAFETY: `count` valid items, or null.
unsafe fn slice<'a, T>(items: *const T, count: impl TryInto<usize>) -> &'a [T] {
    let count = count.try_into().unwrap_or(0);
    match items.is_null() || count == 0 {
        true => &[],
        // SAFETY: see above.
        false => unsafe { std::slice::from_raw_parts(items, count) },
    }
}

/// The items of a list that a getter of librdkafka gives. SAFETY: the getter gives as many valid items as it counts.
unsafe fn list<'a, T>(get: impl FnOnce(*mut usize) -> *mut *const T) -> &'a [*const T] {
    let mut count = 0;
    let items = get(&raw mut count);
    // SAFETY: see above.
    unsafe { slice(items.cast_const(), count) }
}

fn config_resource((of, name): &(Of, String)) -> *mut c::rd_kafka_ConfigResource_t {
    let kind = match of {
        Of::Broker => c::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_BROKER,
        Of::Topic => c::rd_kafka_ResourceType_t::RD_KAFKA_RESOURCE_TOPIC,
    };
    let name = text(name);
    // SAFETY: the name is copied.
    unsafe { c::rd_kafka_ConfigResource_new(kind, name.as_ptr()) }
}

/// SAFETY: an event that is not freed yet.
unsafe fn read_event(event: *mut c::rd_kafka_event_t) -> Option<Event> {
    // SAFETY: for all of these; results live as long as their event.
    unsafe {
        let kind = c::rd_kafka_event_type(event);
        let failure = || {
            Failure::of(
                rd_kafka_event_error(event),
                owned(c::rd_kafka_event_error_string(event)),
            )
        };
        match kind {
            c::RD_KAFKA_EVENT_LOG => {
                let (mut facility, mut line, mut level) = (ptr::null(), ptr::null(), 0);
                c::rd_kafka_event_log(event, &raw mut facility, &raw mut line, &raw mut level);
                return Some(Event::Log {
                    facility: owned(facility).unwrap_or_default(),
                    line: owned(line)?,
                });
            }
            c::RD_KAFKA_EVENT_ERROR => return Some(Event::Problem(failure())),
            _ => {}
        }
        let ticket = c::rd_kafka_event_opaque(event) as usize;
        if rd_kafka_event_error(event) != 0 {
            return Some(Event::Answer(ticket, Err(failure())));
        }
        let answer = match kind {
            c::RD_KAFKA_EVENT_DESCRIBECLUSTER_RESULT => Answer::Cluster(cluster(event)),
            c::RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT => Answer::Configs(configs(event)),
            c::RD_KAFKA_EVENT_LISTCONSUMERGROUPS_RESULT => Answer::Groups(listing(event)),
            c::RD_KAFKA_EVENT_DESCRIBECONSUMERGROUPS_RESULT => Answer::GroupsNamed(groups(event)),
            c::RD_KAFKA_EVENT_LISTCONSUMERGROUPOFFSETS_RESULT => {
                Answer::Committed(committed(event))
            }
            c::RD_KAFKA_EVENT_LISTOFFSETS_RESULT => Answer::Offsets(offsets(event)),
            c::RD_KAFKA_EVENT_DESCRIBEACLS_RESULT => Answer::Acls(acls(event)),
            _ => return None,
        };
        Some(Event::Answer(ticket, Ok(answer)))
    }
}

/// SAFETY: a node or null.
unsafe fn node(node: *const c::rd_kafka_Node_t) -> Option<Node> {
    if node.is_null() {
        return None;
    }
    // SAFETY: it is not null.
    unsafe {
        Some(Node {
            id: c::rd_kafka_Node_id(node),
            host: owned(c::rd_kafka_Node_host(node)).unwrap_or_default(),
            port: c::rd_kafka_Node_port(node),
            rack: owned(c::rd_kafka_Node_rack(node)).filter(|rack| !rack.is_empty()),
        })
    }
}

/// SAFETY: an event of that kind, as for all below.
unsafe fn cluster(event: *mut c::rd_kafka_event_t) -> Cluster {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_DescribeCluster_result(event);
        let nodes = list(|count| c::rd_kafka_DescribeCluster_result_nodes(result, count));
        let mut count = 0;
        let may = c::rd_kafka_DescribeCluster_result_authorized_operations(result, &raw mut count);
        Cluster {
            id: owned(c::rd_kafka_DescribeCluster_result_cluster_id(result)),
            nodes: nodes.iter().filter_map(|n| node(*n)).collect(),
            // Where there is no authorizer, brokers that are too old, nothing is said.
            may: (!may.is_null()).then(|| {
                let may = slice(may, count);
                may.iter()
                    .filter_map(|operation| owned(c::rd_kafka_AclOperation_name(*operation)))
                    .collect()
            }),
        }
    }
}

unsafe fn configs(event: *mut c::rd_kafka_event_t) -> Vec<Configs> {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_DescribeConfigs_result(event);
        let resources = list(|count| c::rd_kafka_DescribeConfigs_result_resources(result, count));
        let resources = resources.iter().map(|resource| {
            let name = owned(c::rd_kafka_ConfigResource_name(*resource)).unwrap_or_default();
            let of = match rd_kafka_ConfigResource_type(*resource) {
                4 => Of::Broker,
                _ => Of::Topic,
            };
            let error = rd_kafka_ConfigResource_error(*resource);
            let entries = match error {
                0 => {
                    let all = list(|count| c::rd_kafka_ConfigResource_configs(*resource, count));
                    Ok(all.iter().map(|entry| config_entry(*entry)).collect())
                }
                code => Err(Failure::of(
                    code,
                    owned(c::rd_kafka_ConfigResource_error_string(*resource)),
                )),
            };
            Configs { of, name, entries }
        });
        resources.collect()
    }
}

unsafe fn config_entry(entry: *const c::rd_kafka_ConfigEntry_t) -> Entry {
    // SAFETY: see above.
    unsafe {
        let synonyms = list(|count| c::rd_kafka_ConfigEntry_synonyms(entry, count));
        let synonyms = synonyms.iter().map(|synonym| Synonym {
            key: owned(c::rd_kafka_ConfigEntry_name(*synonym)).unwrap_or_default(),
            value: owned(c::rd_kafka_ConfigEntry_value(*synonym)),
            source: rd_kafka_ConfigEntry_source(*synonym),
        });
        Entry {
            key: owned(c::rd_kafka_ConfigEntry_name(entry)).unwrap_or_default(),
            value: owned(c::rd_kafka_ConfigEntry_value(entry)),
            source: rd_kafka_ConfigEntry_source(entry),
            sensitive: c::rd_kafka_ConfigEntry_is_sensitive(entry) == 1,
            synonyms: synonyms.collect(),
        }
    }
}

unsafe fn topic_of(topic: &c::rd_kafka_metadata_topic) -> Topic {
    // SAFETY: see above.
    unsafe {
        let partitions = slice(topic.partitions, topic.partition_cnt);
        Topic {
            name: owned(topic.topic).unwrap_or_default(),
            partitions: partitions
                .iter()
                .map(|partition| Partition {
                    id: partition.id,
                    leader: Some(partition.leader).filter(|leader| *leader >= 0),
                    replicas: slice(partition.replicas, partition.replica_cnt).to_vec(),
                    in_sync: slice(partition.isrs, partition.isr_cnt).to_vec(),
                })
                .collect(),
        }
    }
}

unsafe fn listing(event: *mut c::rd_kafka_event_t) -> Listing {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_ListConsumerGroups_result(event);
        let valid = list(|count| c::rd_kafka_ListConsumerGroups_result_valid(result, count));
        let errors = list(|count| c::rd_kafka_ListConsumerGroups_result_errors(result, count));
        let id = |group: &*const _| owned(c::rd_kafka_ConsumerGroupListing_group_id(*group));
        Listing {
            names: valid.iter().filter_map(id).collect(),
            failures: errors.iter().filter_map(|e| failure(*e)).collect(),
        }
    }
}

/// SAFETY: an error or null.
unsafe fn failure(error: *const c::rd_kafka_error_t) -> Option<Failure> {
    // SAFETY: null is no error to librdkafka.
    unsafe {
        match rd_kafka_error_code(error) {
            0 => None,
            code => Some(Failure::of(code, owned(c::rd_kafka_error_string(error)))),
        }
    }
}

unsafe fn groups(event: *mut c::rd_kafka_event_t) -> Vec<Group> {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_DescribeConsumerGroups_result(event);
        let all = list(|count| c::rd_kafka_DescribeConsumerGroups_result_groups(result, count));
        let all = all.iter().map(|group| Group {
            name: owned(c::rd_kafka_ConsumerGroupDescription_group_id(*group)).unwrap_or_default(),
            failure: failure(c::rd_kafka_ConsumerGroupDescription_error(*group)),
            state: owned(c::rd_kafka_consumer_group_state_name(
                c::rd_kafka_ConsumerGroupDescription_state(*group),
            ))
            .unwrap_or_default(),
            protocol: owned(c::rd_kafka_consumer_group_type_name(
                c::rd_kafka_ConsumerGroupDescription_type(*group),
            ))
            .unwrap_or_default(),
            assignor: owned(c::rd_kafka_ConsumerGroupDescription_partition_assignor(
                *group,
            ))
            .filter(|assignor| !assignor.is_empty()),
            members: c::rd_kafka_ConsumerGroupDescription_member_count(*group),
        });
        all.collect()
    }
}

unsafe fn committed(event: *mut c::rd_kafka_event_t) -> Vec<Offset> {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_ListConsumerGroupOffsets_result(event);
        let groups =
            list(|count| c::rd_kafka_ListConsumerGroupOffsets_result_groups(result, count));
        let partitions = groups.iter().flat_map(|group| {
            let list = c::rd_kafka_group_result_partitions(*group);
            match list.is_null() {
                true => &[],
                false => slice((*list).elems, (*list).cnt),
            }
        });
        partitions
            .filter_map(|partition| offset(partition))
            .collect()
    }
}

unsafe fn offsets(event: *mut c::rd_kafka_event_t) -> Vec<Offset> {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_ListOffsets_result(event);
        let all = list(|count| c::rd_kafka_ListOffsets_result_infos(result, count));
        let all = all.iter().filter_map(|info| {
            let partition = c::rd_kafka_ListOffsetsResultInfo_topic_partition(*info);
            (!partition.is_null()).then(|| offset(&*partition))?
        });
        all.collect()
    }
}

/// Nothing where there is no offset, be it that none was committed or that the partition has no leader.
unsafe fn offset(partition: &c::rd_kafka_topic_partition_t) -> Option<Offset> {
    if partition.offset < 0 {
        return None;
    }
    Some(Offset {
        // SAFETY: see above.
        topic: unsafe { owned(partition.topic) }?,
        partition: partition.partition,
        offset: partition.offset,
    })
}

unsafe fn acls(event: *mut c::rd_kafka_event_t) -> Vec<Acl> {
    // SAFETY: see above.
    unsafe {
        let result = c::rd_kafka_event_DescribeAcls_result(event);
        let all = list(|count| c::rd_kafka_DescribeAcls_result_acls(result, count));
        let all = all.iter().map(|acl| {
            let acl = *acl;
            let text = |text| owned(text).unwrap_or_default();
            Acl {
                resource: text(c::rd_kafka_ResourceType_name(
                    c::rd_kafka_AclBinding_restype(acl),
                )),
                name: text(c::rd_kafka_AclBinding_name(acl)),
                pattern: text(c::rd_kafka_ResourcePatternType_name(
                    c::rd_kafka_AclBinding_resource_pattern_type(acl),
                )),
                principal: text(c::rd_kafka_AclBinding_principal(acl)),
                host: text(c::rd_kafka_AclBinding_host(acl)),
                operation: text(c::rd_kafka_AclOperation_name(
                    c::rd_kafka_AclBinding_operation(acl),
                )),
                permission: text(c::rd_kafka_AclPermissionType_name(
                    c::rd_kafka_AclBinding_permission_type(acl),
                )),
            }
        });
        all.collect()
    }
}
