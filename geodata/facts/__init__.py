"""Small tables of facts; README.md beside them names sources and licences."""
