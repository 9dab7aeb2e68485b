//! Requests and their answers over one client: bounded in flight, within a deadline, and with the reason where an
//! answer does not come.

use std::time::{Duration, Instant};

use super::answer::{Answer, Failure, Topic};
use super::diagnose::{self, Unreachable, diagnose};
use super::librdkafka::{Client, Event};
use super::request::Request;
use super::{Connection, Limits};

/// How long one request may take, the whole of it.
const REQUEST: Duration = Duration::from_secs(20);
/// How long the first request may take before it is sent again.
const FIRST: Duration = Duration::from_secs(4);
/// How long brokers that refuse connections are tried again at first.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long the queue is waited for at a time, so that deadlines are seen.
const TICK: Duration = Duration::from_millis(100);

/// A client at work.
pub(super) struct Session {
    client: Client,
    deadline: Instant,
    in_flight: usize,
    /// What went wrong beside requests, each once.
    heard: Vec<Failure>,
    /// Where the log goes, if somebody asked for it with `-X debug=…`.
    log: Option<fn(&str)>,
}

/// A request and who is to answer it, where that matters.
pub(super) type Asked = (Request, Option<i32>);

impl Session {
    /// Opens a client; nothing is connected yet.
    pub(super) fn open(connection: &Connection, limits: &Limits) -> Result<Self, Unreachable> {
        let client = Client::new(connection.settings()).map_err(|words| Unreachable {
            what: format!("librdkafka does not take the settings: {words}"),
            help: "mend the property, or what -X says".to_owned(),
            is_final: true,
        })?;
        Ok(Session {
            client,
            deadline: Instant::now() + limits.deadline,
            in_flight: limits.in_flight.max(1),
            heard: Vec::new(),
            log: limits.log.filter(|_| connection.asks_for_log()),
        })
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// The first request. Connections are made for it, so what is wrong with them shows here, and what cannot get
    /// better is not waited for.
    pub(super) fn connect(&mut self) -> Result<Answer, Unreachable> {
        let begun = Instant::now();
        let late = |session: &Session| {
            let heard = session.heard.iter().filter_map(diagnose).next_back();
            heard.unwrap_or_else(|| Unreachable {
                what: "the cluster does not answer in time".to_owned(),
                help: "give it longer with --timeout, or check host and port".to_owned(),
                is_final: false,
            })
        };
        self.ask_for_cluster()?;
        while !self.left().is_zero() {
            match self.client.next(TICK) {
                Some(Event::Answer(_, Ok(answer))) => return Ok(answer),
                Some(Event::Answer(_, Err(failure)))
                    if failure.code == diagnose::TIMED_OUT
                        && !diagnose(&failure).is_some_and(|told| told.is_final) =>
                {
                    // It may only be slow.
                    self.ask_for_cluster()?;
                }
                Some(Event::Answer(_, Err(failure))) => {
                    let told = self.heard.iter().filter_map(diagnose).next_back();
                    return Err(told
                        .or_else(|| diagnose(&failure))
                        .unwrap_or_else(|| refused(&failure)));
                }
                Some(Event::Problem(failure)) => {
                    let told = diagnose(&failure);
                    let is_final = told.as_ref().is_some_and(|told| told.is_final);
                    let all_down = failure.code == diagnose::ALL_BROKERS_DOWN;
                    self.hear(failure);
                    match told {
                        Some(told) if is_final => return Err(told),
                        _ if all_down && begun.elapsed() > PATIENCE => return Err(late(self)),
                        _ => {}
                    }
                }
                Some(Event::Log { facility, line }) => self.log(&facility, &line),
                None => {
                    let heard = self.heard.iter().any(|f| diagnose(f).is_some());
                    if heard && begun.elapsed() > PATIENCE {
                        return Err(late(self));
                    }
                }
            }
        }
        Err(late(self))
    }

    fn ask_for_cluster(&self) -> Result<(), Unreachable> {
        let timeout = self.left().min(FIRST);
        let sent = self.client.send(0, &Request::Cluster, None, timeout);
        sent.map_err(|failure| diagnose(&failure).unwrap_or_else(|| refused(&failure)))
    }

    /// All topics, as one broker knows them.
    pub(super) fn topics(&self) -> Result<Vec<Topic>, Failure> {
        self.client.topics(self.left().min(REQUEST))
    }

    /// Asks everything, and gives the answers in the order of the requests.
    pub(super) fn ask(
        &mut self,
        requests: &[Asked],
        done: &mut dyn FnMut(usize, usize),
    ) -> Vec<Result<Answer, Failure>> {
        let mut answers: Vec<Option<Result<Answer, Failure>>> = Vec::new();
        answers.resize_with(requests.len(), || None);
        let (mut sent, mut answered, mut open) = (0, 0, 0);
        while answered < requests.len() {
            while open < self.in_flight && sent < requests.len() && !self.left().is_zero() {
                let (request, broker) = &requests[sent];
                let timeout = self.left().min(REQUEST);
                match self.client.send(sent, request, *broker, timeout) {
                    Ok(()) => open += 1,
                    Err(failure) => {
                        answers[sent] = Some(Err(failure));
                        answered += 1;
                    }
                }
                sent += 1;
            }
            match self.client.next(TICK) {
                Some(Event::Answer(ticket, answer)) => {
                    if let Some(place @ None) = answers.get_mut(ticket) {
                        *place = Some(answer);
                        answered += 1;
                        open -= 1;
                        done(answered, requests.len());
                    }
                }
                Some(Event::Problem(failure)) => self.hear(failure),
                Some(Event::Log { facility, line }) => self.log(&facility, &line),
                None if self.left().is_zero() => break,
                None => {}
            }
        }
        let late = || {
            Err(Failure::of(
                diagnose::TIMED_OUT,
                Some("the time is up".to_owned()),
            ))
        };
        answers
            .into_iter()
            .map(|answer| answer.unwrap_or_else(late))
            .collect()
    }

    /// Waits, and hears what happens meanwhile.
    pub(super) fn wait(&mut self, duration: Duration) {
        let until = Instant::now() + duration.min(self.left());
        while Instant::now() < until {
            if let Some(Event::Problem(failure)) = self.client.next(TICK) {
                self.hear(failure);
            }
        }
    }

    /// What went wrong with the connections to an address.
    pub(super) fn heard_of(&self, address: &str) -> Option<Unreachable> {
        let of_it = self.heard.iter().filter(|f| f.text.contains(address));
        of_it.filter_map(diagnose).next_back()
    }

    /// Hands the line on to whoever wants to see it, and hears of connections that break down in it: librdkafka
    /// takes a listener that hangs up at once for one that goes away.
    fn log(&mut self, facility: &str, line: &str) {
        if let Some(log) = self.log {
            log(line);
        }
        if facility == "FAIL" {
            let words = line.split_once("]: ").map_or(line, |(_, words)| words);
            self.hear(Failure::of(diagnose::TRANSPORT, Some(words.to_owned())));
        }
    }

    fn hear(&mut self, failure: Failure) {
        // The same comes again with every try, with other numbers at its end.
        let same = |a: &Failure, b: &Failure| {
            let start = |text: &str| text.split(" (after ").next().map(str::to_owned);
            a.code == b.code && start(&a.text) == start(&b.text)
        };
        if self.heard.len() < 1000 && !self.heard.iter().any(|h| same(h, &failure)) {
            self.heard.push(failure);
        }
    }
}

/// A request that was answered with an error which is not about the connection.
fn refused(failure: &Failure) -> Unreachable {
    Unreachable {
        what: format!("the cluster does not answer: {}", failure.text),
        help: "check what the principal may do; `kafka-lint audit --permissions` prints it"
            .to_owned(),
        is_final: true,
    }
}
