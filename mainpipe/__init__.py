"""What SQL can't do: raw text in, the launcher, the reports' cards, the trainers' formats."""
