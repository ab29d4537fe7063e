package dev.storyc.emulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an emulator behaves.
 *
 * @param port the port on loopback; 0 takes a free one
 * @param jobTime from a job's creation to its film
 * @param free whether every job costs 0 instead of its price by the catalogue
 * @param width the width in pixels of its 16:9 films, films of other shapes having the same area; or null for the size
 *     the model promises
 * @param requireKey whether calls without a key that begins {@code ak-} are refused
 */
public record EmulatorSettings(
        int port, Duration jobTime, boolean free, @Nullable Integer width, boolean requireKey) {}
