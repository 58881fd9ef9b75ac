"""What pages are made of: reads of the published marts, filters, parts, charts and Swedish."""
