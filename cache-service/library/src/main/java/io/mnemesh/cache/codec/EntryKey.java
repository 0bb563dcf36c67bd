package io.mnemesh.cache.codec;

import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Address of an entry in the shared tiers.
 *
 * @param digest 128 bits of the SHA-256 of cache, tenant and key, base64url; two addresses with one digest only cost a
 *               needless invalidation
 */
public record EntryKey(String cache, TenantId tenant, String key, String digest) {

    private static final String TAGS = "#tags";
    private static final int DIGEST_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public static EntryKey of(String cache, TenantId tenant, String key) {
        byte[] hash = sha256(cache + '\0' + tenant.value() + '\0' + key);
        var digest = new byte[DIGEST_BYTES];
        System.arraycopy(hash, 0, digest, 0, DIGEST_BYTES);
        return new EntryKey(cache, tenant, key, BASE64.encodeToString(digest));
    }

    /** Address of a tag. It is told of as a changed key is, under a name no cache can have, but in every shard. */
    public static EntryKey ofTag(String cache, TenantId tenant, String tag) {
        return of(cache + TAGS, tenant, tag);
    }

    /** Whether this is a tag and not an entry. */
    public boolean isTag() {
        return isOfTags(cache);
    }

    /** Whether addresses under this name are tags. */
    public static boolean isOfTags(String name) {
        return name.endsWith(TAGS);
    }

    /** The cache whose entries, or tags, have addresses under this name. */
    public static String owner(String name) {
        return isOfTags(name) ? name.substring(0, name.length() - TAGS.length()) : name;
    }

    /** The shard this address belongs to: equal in every process. Tags belong to all. */
    public int shard(int shards) {
        return shard(digest, shards);
    }

    private static int shard(String digest, int shards) {
        int bits = 0;
        for (int i = 0; i < 5; i++) {
            bits = bits * 64 + digest.charAt(i);
        }
        return Math.floorMod(bits, shards);
    }

    /** First 64 bits of the SHA-256 of a text. */
    static long fingerprint(String text) {
        return java.nio.ByteBuffer.wrap(sha256(text)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
