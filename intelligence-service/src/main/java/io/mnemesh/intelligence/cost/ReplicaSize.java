package io.mnemesh.intelligence.cost;

/**
 * What one replica reserves, whether it uses it or not.
 *
 * @param cores processor cores
 * @param gib   memory in GiB
 */
record ReplicaSize(double cores, double gib) {

    private static final double GIB = 1L << 30;

    static double gib(long bytes) {
        return bytes / GIB;
    }
}
