"""Reads of orders; every one starts from what the actor may see."""
