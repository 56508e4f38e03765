//! Lines of an answer that comes in parts.

/// Takes bytes as they arrive, and gives whole lines.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<u8>);

impl Lines {
    /// More of the answer.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// The next whole line without its end, if there is one.
    pub(crate) fn next(&mut self) -> Option<String> {
        let end = self.0.iter().position(|byte| *byte == b'\n')?;
        let line: Vec<u8> = self.0.drain(..=end).collect();
        Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
    }

    /// How much waits for its end.
    pub(crate) fn waiting(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_however_they_arrive() {
        let mut lines = Lines::default();
        for part in ["{\"a\"", ":1}\r\n", "\n{\"é\":", "2}\n{"] {
            lines.push(part.as_bytes());
        }
        let all: Vec<String> = std::iter::from_fn(|| lines.next()).collect();
        assert_eq!(all, ["{\"a\":1}", "", "{\"é\":2}"]);
        assert_eq!(lines.waiting(), 1);
    }
}
