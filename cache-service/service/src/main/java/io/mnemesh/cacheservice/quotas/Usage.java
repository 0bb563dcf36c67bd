package io.mnemesh.cacheservice.quotas;

/**
 * What is stored. What has ended counts until it is deleted, within a minute.
 *
 * @param bytes as stored, compressed where that pays
 */
public record Usage(long entries, long bytes) {

    public static final Usage NOTHING = new Usage(0, 0);
}
