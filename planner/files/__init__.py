"""Campaigns and plans as files: folders and workbooks, read with every fault named and written as a whole."""
