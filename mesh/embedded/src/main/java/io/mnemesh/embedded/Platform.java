package io.mnemesh.embedded;

import java.util.Locale;

/**
 * The operating system and processor we run on, as the binaries name them.
 *
 * @param os        {@code linux} or {@code darwin}
 * @param processor {@code amd64} or {@code arm64}
 */
record Platform(String os, String processor) {

    /** @throws EmbeddedServerException if there are no binaries for this machine */
    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String processor = osArch.toLowerCase(Locale.ROOT);
        return new Platform(
                switch (os.split(" ", 2)[0]) {
                    case "linux" -> "linux";
                    case "mac", "darwin" -> "darwin";
                    default -> throw unsupported(osName, osArch);
                },
                switch (processor) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> throw unsupported(osName, osArch);
                });
    }

    /** Class path resource with the PostgreSQL binaries. */
    String postgresArchive() {
        return "/postgres-%s-%s.txz".formatted(os, processor.equals("amd64") ? "x86_64" : "arm_64");
    }

    /** Class path resource with the Redis server. */
    String redisServer() {
        return "/redis-server-7.0.15-%s-%s".formatted(os, processor);
    }

    private static EmbeddedServerException unsupported(String osName, String osArch) {
        return new EmbeddedServerException(
                EmbeddedServerException.Reason.UNSUPPORTED_PLATFORM,
                "There are no PostgreSQL and Redis binaries for %s on %s; use Linux or macOS on amd64 or arm64."
                        .formatted(osName, osArch));
    }
}
