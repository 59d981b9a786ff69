"""Every screen as a pure function: values in, a Message (HTML and buttons) out."""
