package dev.restorebot.bot.thread;

/** A labelled fact. */
public record Field(String label, String value) {}
