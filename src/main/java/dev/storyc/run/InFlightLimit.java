package dev.storyc.run;

/**
 * How many jobs may be in flight now: halved when the far end is busy, and back up by one with each as many that it
 * takes without complaint.
 */
final class InFlightLimit {
    private final int most;
    private int now;
    private int taken;

    InFlightLimit(int most) {
        this.most = most;
        this.now = most;
    }

    int now() {
        return now;
    }

    /** @param inFlight how many there were besides the one that was turned away */
    void busy(int inFlight) {
        now = Math.max(1, Math.min(now / 2, inFlight));
        taken = 0;
    }

    void taken() {
        if (now < most && ++taken >= now) {
            now++;
            taken = 0;
        }
    }
}
