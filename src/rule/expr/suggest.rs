//! Did-you-mean, for names in expressions only; bounded, because the text is not ours.

/// Longer names are not compared.
const MAX_LEN: usize = 96;

/// Keeps the nearest of the names shown to it.
#[derive(Debug)]
pub struct Nearest<'w> {
    wanted: &'w str,
    best: Option<(usize, String)>,
}

impl<'w> Nearest<'w> {
    /// Nothing yet for a word.
    pub fn to(wanted: &'w str) -> Self {
        Self { wanted, best: None }
    }

    /// Shows it a name.
    pub fn offer(&mut self, name: &str) {
        // A third of the name may be wrong: beyond that the suggestion confuses.
        let allowed = (self.wanted.len().max(2) / 3).clamp(1, 4);
        let bound = match &self.best {
            Some((distance, _)) => distance.saturating_sub(1),
            None => allowed,
        };
        if let Some(distance) = distance_within(self.wanted, name, bound) {
            self.best = Some((distance, name.to_owned()));
        }
    }

    /// The question whether the nearest is meant, where one is near enough.
    pub fn help(self) -> Option<String> {
        self.best.map(|(_, name)| format!("did you mean `{name}`?"))
    }
}

/// Edits (insert, delete, replace, swap neighbours) from `a` to `b`, if at most `bound`.
fn distance_within(a: &str, b: &str, bound: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().max(b.len()) > MAX_LEN || a.len().abs_diff(b.len()) > bound {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let mut cost = (above[j] + usize::from(x != y))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        if row.iter().min().is_none_or(|least| *least > bound) {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above.last().copied().filter(|distance| *distance <= bound)
}
