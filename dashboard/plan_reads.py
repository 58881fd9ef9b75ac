"""What the plan pages read: one function per file in queries/dashboard, as in `dashboard.reads`."""
