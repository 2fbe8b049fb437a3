"""The pages: what people see of campaigns and plans in a browser."""
