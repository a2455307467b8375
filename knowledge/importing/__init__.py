"""A Word, PDF, HTML, Markdown or text file into the library's Markdown, with a report of what was found and dropped."""
