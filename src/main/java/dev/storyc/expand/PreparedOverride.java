package dev.storyc.expand;

import dev.storyc.board.Condition;
import java.util.Map;

/** Values for the variants that match. */
record PreparedOverride(Condition when, Map<String, Binding> values) {}
