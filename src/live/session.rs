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
/// How long the others are given to answer where some of the addresses are known to be of no use.
const OTHERS: Duration = Duration::from_secs(15);
/// How long the queue is waited for at a time, so that deadlines are seen.
const TICK: Duration = Duration::from_millis(100);

/// A client at work.
pub(super) struct Session {
    client: Client,
    deadline: Instant,
    in_flight: usize,
    /// The addresses to begin with.
    bootstrap: Vec<String>,
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
            bootstrap: connection
                .bootstrap
                .split(',')
                .map(|address| {
                    address
                        .rsplit("://")
                        .next()
                        .unwrap_or(address)
                        .trim()
                        .to_owned()
                })
                .filter(|address| !address.is_empty())
                .collect(),
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
                        && (self.some_may_answer(begun.elapsed())
                            || !diagnose(&failure).is_some_and(|told| told.is_final)) =>
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
                Some(Event::Problem(failure)) => self.hear(failure),
                Some(Event::Log { facility, line }) => self.log(&facility, &line),
                None => {}
            }
            if self.is_hopeless(begun.elapsed()) {
                return Err(late(self));
            }
        }
        Err(late(self))
    }

    /// What was heard of each address to begin with: nothing, or whether it can get better by itself.
    fn told_of_all(&self) -> Vec<Option<bool>> {
        let told = |address: &String| {
            let of_it = self.heard.iter().filter(|f| is_about(f, address));
            let last = of_it.rev().find_map(diagnose);
            last.map(|told| told.is_final)
        };
        self.bootstrap.iter().map(told).collect()
    }

    /// Whether what was heard of the connections says that no answer will come.
    fn is_hopeless(&self, elapsed: Duration) -> bool {
        let all = self.told_of_all();
        if all.iter().all(Option::is_some) {
            return elapsed > PATIENCE || all.contains(&Some(true));
        }
        elapsed > OTHERS && self.heard.iter().any(|f| diagnose(f).is_some())
    }

    /// Whether some addresses are known to be of no use, and others may still answer: one address says nothing of
    /// the others, and a broker that is gone must not keep anybody from looking at the rest.
    fn some_may_answer(&self, elapsed: Duration) -> bool {
        let all = self.told_of_all();
        elapsed <= OTHERS && all.contains(&None) && all.iter().any(Option::is_some)
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
        let of_it = self.heard.iter().filter(|f| is_about(f, address));
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

/// Whether the words are about the connection to an address (`sasl_ssl://HOST:PORT/bootstrap: …`).
fn is_about(failure: &Failure, address: &str) -> bool {
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    failure.text.match_indices(address).any(|(at, _)| {
        let (before, after) = (&failure.text[..at], &failure.text[at + address.len()..]);
        !before.ends_with(goes_on) && !after.starts_with(goes_on)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_words_about_it_and_in_no_others() {
        let told = |text: &str, address| {
            is_about(
                &Failure::of(diagnose::TRANSPORT, Some(text.to_owned())),
                address,
            )
        };
        let text = "sasl_ssl://kafka-1:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed";
        assert!(told(text, "kafka-1:9092"));
        assert!(told(text, "kafka-1"));
        assert!(!told(text, "kafka-1:909"));
        assert!(!told(text, "a-1:9092"));
        assert!(!told(text, "kafka-2:9092"));
    }
}
