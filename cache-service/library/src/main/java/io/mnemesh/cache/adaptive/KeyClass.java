package io.mnemesh.cache.adaptive;

/** What is known of one class of keys, and what was chosen for it. Not safe for concurrent use. */
final class KeyClass {

    /** Loads to compare before anything but the shortest TTL is chosen. */
    private static final int ENOUGH = 10;

    final String name;
    final ChangeRate changes = new ChangeRate();
    final ShadowTtls shadow;
    int choice;

    KeyClass(String name, long[] ttls) {
        this.name = name;
        this.shadow = new ShadowTtls(ttls);
    }

    boolean isKnown() {
        return changes.observations() >= ENOUGH;
    }

    /** Reads of changed values at the shortest TTL. */
    double leastStale() {
        return shadow.stale(0, changes.cautiousPerSecond());
    }

    double leastStaleShare() {
        return shadow.reads() == 0 ? 0 : leastStale() / shadow.reads();
    }
}
