package io.mnemesh.cache.postgres;

import io.mnemesh.mesh.postgres.TenantTransactions;
import java.time.Duration;

/** The tables of the journal of all write-back caches of a service, behind one breaker. */
public final class WriteJournal {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Breaker breaker;
    private final JournalTable writes;
    private final JournalQueue queue;
    private final DeadWriteTable dead;

    public WriteJournal(TenantTransactions transactions, Duration timeout) {
        this.breaker = new Breaker(timeout, PAUSE, System::nanoTime);
        this.writes = new JournalTable(transactions, breaker);
        this.queue = new JournalQueue(transactions, breaker);
        this.dead = new DeadWriteTable(transactions, breaker);
    }

    /** False while calls fail at once. */
    public boolean isOpen() {
        return !breaker.isOpen();
    }

    public JournalTable writes() {
        return writes;
    }

    public JournalQueue queue() {
        return queue;
    }

    public DeadWriteTable dead() {
        return dead;
    }
}
