package dev.storyc.fleet;

import java.util.List;

/**
 * Every metric of a worker, as monitors see it. {@code docs/fleet.md} has this table for people; a test holds the two and
 * what a worker answers to one another.
 */
public enum WorkerMetric {
    ATTEMPTS(Kind.GAUGE, From.FLEET, "storyc_attempts", "state", "Attempts in the ledger, by where they stand."),
    QUEUED(
            Kind.GAUGE,
            From.FLEET,
            "storyc_queue_clips",
            "state",
            "Queued clips, waiting for their turn or in some worker's hands."),
    OLDEST(
            Kind.GAUGE,
            From.FLEET,
            "storyc_queue_oldest_age_seconds",
            "",
            "How long the clip has waited that has waited longest."),
    SPENT(Kind.GAUGE, From.FLEET, "storyc_spent_usd", "", "US dollars that the API said it charged, less refunds."),
    RESERVED(
            Kind.GAUGE,
            From.FLEET,
            "storyc_reserved_usd",
            "",
            "US dollars kept free for attempts whose charge nobody has told yet."),
    CALLS(
            Kind.COUNTER,
            From.WORKER,
            "storyc_calls_total",
            "call outcome",
            "Calls to the API and the hosts of films, by what came of them."),
    CALL_TIME(
            Kind.SUMMARY,
            From.WORKER,
            "storyc_call_duration_seconds",
            "call",
            "How long those calls took, all together."),
    STEPS(Kind.COUNTER, From.WORKER, "storyc_steps_total", "", "Steps of clips this worker took."),
    FINISHED(
            Kind.COUNTER,
            From.WORKER,
            "storyc_clips_finished_total",
            "outcome",
            "Clips this worker brought to their end, by what became of them."),
    ACTIVE(Kind.GAUGE, From.WORKER, "storyc_steps_active", "", "Steps this worker has in hand now."),
    TAKEOVERS(
            Kind.COUNTER,
            From.WORKER,
            "storyc_lease_takeovers_total",
            "",
            "Clips this worker took over from one whose lease was gone."),
    LEASES_LOST(
            Kind.COUNTER,
            From.WORKER,
            "storyc_leases_lost_total",
            "",
            "How often this worker found its own lease gone."),
    DATABASE_ERRORS(
            Kind.COUNTER,
            From.WORKER,
            "storyc_database_errors_total",
            "",
            "Statements that the database didn't carry out."),
    DRAINING(Kind.GAUGE, From.WORKER, "storyc_draining", "", "1 while this worker takes nothing new, else 0."),
    INFO(Kind.GAUGE, From.WORKER, "storyc_build_info", "java version", "1, with what this worker runs."),
    CPU(
            Kind.COUNTER,
            From.PROCESS,
            "process_cpu_seconds_total",
            "",
            "Processor time of this process, of all its threads."),
    START(
            Kind.GAUGE,
            From.PROCESS,
            "process_start_time_seconds",
            "",
            "When this process began, in seconds since 1970."),
    RESIDENT(
            Kind.GAUGE,
            From.PROCESS,
            "process_resident_memory_bytes",
            "",
            "Memory this process has of the machine; only on Linux."),
    FILES(Kind.GAUGE, From.PROCESS, "process_open_fds", "", "Files and sockets this process has open."),
    HEAP(Kind.GAUGE, From.PROCESS, "jvm_memory_used_bytes", "area", "Memory the JVM has in use."),
    THREADS(Kind.GAUGE, From.PROCESS, "jvm_threads_current", "", "Threads of this process.");

    private final Kind kind;
    private final From from;
    private final String shown;
    private final String labels;
    private final String help;

    WorkerMetric(Kind kind, From from, String shown, String labels, String help) {
        this.kind = kind;
        this.from = from;
        this.shown = shown;
        this.labels = labels;
        this.help = help;
    }

    /** How its value goes. */
    public enum Kind {
        /** Up and down. */
        GAUGE,
        /** Only up, from 0 when the process begins. */
        COUNTER,
        /** Counts and adds up. */
        SUMMARY
    }

    /** Whose it is. */
    public enum From {
        /** The fleet's, from the database: every worker tells the same. */
        FLEET,
        /** One worker's. */
        WORKER,
        /** One process's, whatever it does. */
        PROCESS
    }

    /** How its value goes. */
    public Kind kind() {
        return kind;
    }

    /** Whose it is. */
    public From from() {
        return from;
    }

    /** Its name as monitors see it. */
    public String shown() {
        return shown;
    }

    /** Its labels, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
    }

    /** What it tells. */
    public String help() {
        return help;
    }

    /** Its name without what Micrometer puts behind it by itself. */
    String written() {
        return kind == Kind.COUNTER ? shown.substring(0, shown.length() - "_total".length()) : shown;
    }
}
