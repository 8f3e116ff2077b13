//! What goes into a release: this list, and nothing that is not on it. What is new in the checkout stays here until it
//! has a line.

/// One line of the list.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// From the checkout. `NAME` stands for every exercise, `FUNCTION` for every function of it; a path that ends with
    /// `/` for all files of these endings below it.
    pub path: &'static str,
    /// In which form it is handed out.
    pub form: Form,
}

/// The form in which a file is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Whole,
    /// A picture, as it is.
    Picture,
    /// A page: without what is between marks for instructors, with what is between marks for students.
    Page,
    /// The settings of cargo, without the instructors' command.
    Aliases,
    /// The manifest of the workspace, without packages that stay here.
    Workspace,
    /// The manifest of a package, without benches, and without what only tests need that stay here.
    Manifest,
    /// Every Rust file below, with its unit tests and what these print.
    Sources,
    /// Every Rust file below, or this one, without its unit tests: they know answers of this course, or need what stays.
    Untested,
    /// The course, without what only instructors decide.
    Course,
    /// An exercise, without what answers it.
    Exercise,
    /// The empty files of an exercise; they lie in `exercises/`, too, and there they are the student's.
    Stubs,
    /// Text of ours that is for students alone.
    Text(&'static str),
}

const fn line(path: &'static str, form: Form) -> Line {
    Line { path, form }
}

/// The list. `Cargo.lock` is made anew from that of the checkout, and `release.toml` says what was handed out.
pub const LIST: &[Line] = &[
    line(".cargo/config.toml", Form::Aliases),
    line(".gitattributes", Form::Whole),
    line(".gitignore", Form::Whole),
    line(".github/workflows/grade.yml", Form::Text(include_str!("text/grade.yml"))),
    line(".gitlab-ci.yml", Form::Text(include_str!("text/gitlab-ci.yml"))),
    line(".helix/languages.toml", Form::Whole),
    line(".vscode/settings.json", Form::Whole),
    line(".vscode/tasks.json", Form::Whole),
    line(".zed/settings.json", Form::Whole),
    line("CHANGELOG.md", Form::Text(include_str!("text/CHANGELOG.md"))),
    line("CONTRIBUTING.md", Form::Text(include_str!("text/CONTRIBUTING.md"))),
    line("Cargo.toml", Form::Workspace),
    line("LICENSE-APACHE", Form::Whole),
    line("LICENSE-MIT", Form::Whole),
    line("README.md", Form::Page),
    line("rustfmt.toml", Form::Whole),
    line("exercises/AGENTS.md", Form::Page),
    line("exercises/README.md", Form::Page),
    line("exercises/ndarray.md", Form::Page),
    line("exercises/NAME/Cargo.toml", Form::Whole),
    line("exercises/NAME/README.md", Form::Page),
    line("fixtures/README.md", Form::Text(include_str!("text/fixtures.md"))),
    line("fixtures/course.toml", Form::Course),
    line("fixtures/NAME/exercise.toml", Form::Exercise),
    line("fixtures/NAME/FUNCTION.snap", Form::Whole),
    line("fixtures/NAME/pictures.snap", Form::Whole),
    line("fixtures/submissions/stubs/NAME/", Form::Stubs),
    line("grader/Cargo.toml", Form::Manifest),
    line("grader/README.md", Form::Page),
    line("grader/REPORT.md", Form::Page),
    line("grader/SPEED.md", Form::Page),
    line("grader/report.schema.json", Form::Whole),
    line("grader/src/", Form::Sources),
    line("grader/src/cli/given.rs", Form::Untested),
    line("grader/src/render/change.rs", Form::Untested),
    line("grader/src/render/progress.rs", Form::Untested),
    line("grader/archive/Cargo.toml", Form::Manifest),
    line("grader/archive/src/", Form::Sources),
    line("grader/judge/Cargo.toml", Form::Manifest),
    line("grader/judge/src/", Form::Sources),
    line("grader/judge/src/advice.rs", Form::Untested),
    line("grader/judge/src/derivation/", Form::Untested),
    line("grader/page/Cargo.toml", Form::Manifest),
    line("grader/page/src/", Form::Sources),
    line("grader/page/src/style.css", Form::Whole),
    line("grader/page/picture.png", Form::Picture),
    line("grader/probe/Cargo.toml", Form::Manifest),
    line("grader/probe/src/", Form::Sources),
    line("grader/reader/Cargo.toml", Form::Manifest),
    line("grader/reader/src/", Form::Sources),
    line("grader/run/Cargo.toml", Form::Manifest),
    line("grader/run/build.rs", Form::Whole),
    line("grader/run/src/", Form::Sources),
    line("grader/wire/Cargo.toml", Form::Manifest),
    line("grader/wire/src/", Form::Sources),
];
