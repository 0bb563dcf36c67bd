package io.mnemesh.intelligence.security.profile;

import io.mnemesh.intelligence.spi.Persistent;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is usual of one token: how often it is denied, from which networks it comes, and at which hours of the day (UTC). Judged by plain
 * rules with floors, because most tokens are used too seldom for more; a token that comes from many networks, or at all hours, is not judged
 * by them. Constant memory. Not thread-safe.
 */
public final class CallerProfile implements Persistent {

    private static final int FORMAT = 1;
    private static final int DAY = 24;
    private static final int NETWORKS = 32;

    /** Networks from which on one more is nothing unusual. */
    private static final int ROAMING = 8;

    /** Counted minutes below which hours say nothing. */
    private static final int MINUTES = 300;

    /** Hours of the day from which on one more is nothing unusual. */
    private static final int BUSY = 18;

    /** How many times its highest minute a burst is. */
    private static final double TIMES = 3;

    private static final double SHARE = 0.5;
    private static final int URGENT = 10;

    private final long[] hours = new long[DAY];
    private final Set<String> networks = new LinkedHashSet<>();
    private long first = Long.MIN_VALUE;
    private long minutes;
    private long mostDenied;

    /** Judges a minute by those before, and takes it in. */
    public List<Suspicion> judge(Caller told, Instant at, Limits limits) {
        var found = new ArrayList<Suspicion>();
        if (first == Long.MIN_VALUE) {
            first = at.getEpochSecond();
        }
        Duration known = Duration.ofSeconds(at.getEpochSecond() - first);
        denied(told, limits, found);
        networks(told, known.compareTo(limits.settled()) >= 0, found);
        hour(told, at, known.compareTo(limits.hours()) >= 0, found);
        minutes++;
        return List.copyOf(found);
    }

    private void denied(Caller told, Limits limits, List<Suspicion> found) {
        if (told.denied() >= limits.denied()
                && told.denied() >= SHARE * told.requests()
                && told.denied() > TIMES * mostDenied) {
            found.add(new Suspicion(
                    AlertKind.DENIED_BURST,
                    told.caller(),
                    "",
                    told.denied() >= URGENT * limits.denied(),
                    told.denied() + " of " + told.requests() + " calls within a minute were denied; it was "
                            + mostDenied + " at most in " + minutes + " minutes before."));
        }
        mostDenied = Math.max(mostDenied, told.denied());
    }

    private void networks(Caller told, boolean settled, List<Suspicion> found) {
        boolean roams = networks.size() >= ROAMING;
        int usual = networks.size();
        for (String network : told.networks()) {
            if (networks.contains(network)) {
                continue;
            }
            if (settled && !roams && usual > 0) {
                found.add(new Suspicion(
                        AlertKind.NEW_NETWORK,
                        told.caller(),
                        network,
                        false,
                        "It came from " + network + "; it came from "
                                + (usual == 1 ? "one other network" : usual + " other networks") + " in " + minutes
                                + " minutes before."));
            }
            if (networks.size() < NETWORKS) {
                networks.add(network);
            }
        }
    }

    private void hour(Caller told, Instant at, boolean known, List<Suspicion> found) {
        int hour = at.atOffset(ZoneOffset.UTC).getHour();
        long near = hours[hour] + hours[(hour + 1) % DAY] + hours[(hour + DAY - 1) % DAY];
        long busy = 0;
        for (long one : hours) {
            busy += one > 0 ? 1 : 0;
        }
        if (known && minutes >= MINUTES && near == 0 && busy < BUSY) {
            found.add(new Suspicion(
                    AlertKind.UNUSUAL_HOUR,
                    told.caller(),
                    "",
                    false,
                    "It was used at " + hour + " h (UTC); it was used at " + busy + " hours of the day in " + minutes
                            + " minutes before, none of them near."));
        }
        hours[hour]++;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(FORMAT);
        out.writeLong(first);
        out.writeLong(minutes);
        out.writeLong(mostDenied);
        for (long hour : hours) {
            out.writeLong(hour);
        }
        out.writeInt(networks.size());
        for (String network : networks) {
            out.writeUTF(network);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("It is of another format.");
        }
        first = in.readLong();
        minutes = in.readLong();
        mostDenied = in.readLong();
        for (int hour = 0; hour < DAY; hour++) {
            hours[hour] = in.readLong();
        }
        int count = in.readInt();
        networks.clear();
        for (int i = 0; i < count && i < NETWORKS; i++) {
            networks.add(in.readUTF());
        }
    }
}
