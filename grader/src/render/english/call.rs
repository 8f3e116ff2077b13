//! What became of a call, and what that usually means.

use judge::fate::{Because, Breach, Death, Ending, NotBuilt};

/// What happened, in one or two sentences.
pub fn ending(ending: &Ending) -> String {
    match ending {
        Ending::Unfinished => "Not written yet: the body is still `todo!()`.".into(),
        Ending::Panicked { message, line: Some(line) } => format!("It panicked on line {line}: {message}"),
        Ending::Panicked { message, line: None } => format!("It panicked outside your file: {message}"),
        Ending::Overtime { seconds } => format!(
            "Still running after {seconds} s, so it was stopped. Is there a loop whose condition never becomes false?"
        ),
        Ending::Killed(death) => killed(death),
        Ending::Quit { status } => {
            format!("It ended the program with exit status {status} instead of returning a value.")
        }
        Ending::Protocol { breach } => {
            let how = match breach {
                Breach::OtherCall => "a reply to another call came",
                Breach::NoReply => "something came that is no reply",
                Breach::NoValue => "a reply came with something else in it than a value",
                Breach::Start => "code of the file ran before it was called",
            };
            format!(
                "It took part in the conversation with the grader: {how}. Return a value, and leave the rest alone."
            )
        }
        Ending::Misuse { message } => format!("No usable reply: {message}."),
        Ending::NotBuilt(why) => not_built(why),
        Ending::NotCalled { because: Because::Overtime } => {
            "Not called: an earlier call of this function ran into its time limit.".into()
        }
        Ending::NotCalled { because: Because::Deaths } => {
            "Not called: earlier calls of this function ended the program.".into()
        }
    }
}

fn killed(death: &Death) -> String {
    match death {
        Death::StackOverflow => "The stack overflowed: a function that calls itself never reaches its end case.".into(),
        Death::Memory { mebibytes } => format!(
            "It asked for more than {mebibytes} MiB of memory. Does a vector grow inside a loop that never ends?"
        ),
        Death::Output { mebibytes } => format!(
            "It printed more than {mebibytes} MiB, so it was stopped. Is there a `println!` in a loop that never ends?"
        ),
        Death::Reply { mebibytes } => {
            format!("It returned a value of more than {mebibytes} MiB. Is the result as long as the handout says?")
        }
        Death::File { mebibytes: 0 } => "It wrote to a file. No function of the course writes files.".into(),
        Death::File { mebibytes } => {
            format!("It wrote a file of more than {mebibytes} MiB. No function of the course writes files.")
        }
        Death::Abort => "It aborted the program. Return a value instead of calling `abort`.".into(),
        Death::Forbidden => {
            "It asked the system for what no function of the course needs: a file, another program, a thread or the \
             network. Compute in one thread, from the arguments alone."
                .into()
        }
        Death::Signal { number } => format!("The program died from signal {number}."),
    }
}

/// Why a function is not in the program.
pub fn not_built(why: &NotBuilt) -> String {
    match why {
        NotBuilt::Missing { function, rustc } => {
            format!("There is no `pub fn {function}` in this file: was it renamed or removed? (rustc: {rustc})")
        }
        NotBuilt::Private { function, rustc } => {
            format!("`{function}` is private: write `pub fn {function}`. (rustc: {rustc})")
        }
        NotBuilt::Signature { asked, yours, rustc } => {
            let yours = yours.as_ref().map(|yours| format!(" Yours is `{yours}`.")).unwrap_or_default();
            format!("The signature asked for is `{asked}`.{yours} (rustc: {rustc})")
        }
        NotBuilt::Needs { function } => format!("It needs `{function}`, which does not compile."),
        NotBuilt::DoesNotCompile { diagnostic } => {
            let line = diagnostic.line.map(|line| format!(" on line {line}")).unwrap_or_default();
            format!(
                "It does not compile{line}, so it was left out and the rest graded without it: {}.",
                diagnostic.message
            )
        }
    }
}
