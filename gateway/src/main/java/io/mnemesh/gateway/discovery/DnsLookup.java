package io.mnemesh.gateway.discovery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Looks names up with the time to live of their records, which the client of Vert.x does not tell; this is the one Vert.x
 * itself resolves names with. Over UDP, and over TCP what does not fit. Nothing is remembered between lookups.
 */
final class DnsLookup implements AutoCloseable {

    private final DnsNameResolver resolver;

    /** @param servers those of the system if empty */
    DnsLookup(EventLoop loop, Optional<List<String>> servers, long timeoutMillis) {
        var builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(timeoutMillis);
        servers.ifPresent(given -> builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(
                given.stream().map(DnsLookup::socketAddress).toArray(InetSocketAddress[]::new))));
        this.resolver = builder.build();
    }

    private static InetSocketAddress socketAddress(String server) {
        Endpoint endpoint = Endpoint.of(server);
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    /**
     * What a lookup brought.
     *
     * @param ttlSeconds how long it may be used
     */
    record Found(List<Endpoint> endpoints, long ttlSeconds) {}

    /** The name is not there, or has no records of the kind. */
    static final class NoSuchName extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoSuchName(Throwable cause) {
            super(cause);
        }
    }

    private record Timed<T>(T value, long ttlSeconds) {}

    private record Target(int priority, String name, int port) {}

    /** The addresses of a name: those of IPv4 if it has any, else those of IPv6, so that no instance is found twice. */
    CompletableFuture<Found> addresses(String name, int port) {
        return records(name, DnsRecordType.A, DnsLookup::address)
                .exceptionallyCompose(failure -> causeOf(failure) instanceof NoSuchName
                        ? records(name, DnsRecordType.AAAA, DnsLookup::address)
                        : CompletableFuture.failedFuture(failure))
                .thenApply(records -> new Found(
                        records.stream()
                                .map(record -> new Endpoint(record.value(), port))
                                .distinct()
                                .toList(),
                        ttl(records)));
    }

    /**
     * The addresses of the targets of a name, of those with the first priority that it has (RFC 2782). Weights are left to the
     * balancer. Targets that have no address are left out.
     */
    CompletableFuture<Found> services(String name) {
        return records(name, DnsRecordType.SRV, DnsLookup::target).thenCompose(records -> {
            int first = records.stream()
                    .mapToInt(record -> record.value().priority())
                    .min()
                    .orElse(0);
            List<CompletableFuture<Found>> all = records.stream()
                    .map(Timed::value)
                    .filter(target ->
                            target.priority() == first && !target.name().isEmpty())
                    .map(target -> addresses(target.name(), target.port())
                            .exceptionallyCompose(failure -> causeOf(failure) instanceof NoSuchName
                                    ? CompletableFuture.completedFuture(new Found(List.of(), ttl(records)))
                                    : CompletableFuture.failedFuture(failure)))
                    .toList();
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenApply(done -> joined(all, ttl(records)));
        });
    }

    private static Found joined(List<CompletableFuture<Found>> all, long ttlSeconds) {
        var endpoints = new ArrayList<Endpoint>();
        long least = ttlSeconds;
        for (CompletableFuture<Found> one : all) {
            Found found = one.join();
            found.endpoints().stream()
                    .filter(endpoint -> !endpoints.contains(endpoint))
                    .forEach(endpoints::add);
            least = Math.min(least, found.ttlSeconds());
        }
        return new Found(List.copyOf(endpoints), least);
    }

    private <T> CompletableFuture<List<Timed<T>>> records(
            String name, DnsRecordType type, Function<ByteBuf, Optional<T>> reader) {
        var result = new CompletableFuture<List<Timed<T>>>();
        resolver.resolveAll(new DefaultDnsQuestion(name, type)).addListener(answer -> {
            if (!answer.isSuccess()) {
                result.completeExceptionally(
                        isNoSuchName(answer.cause()) ? new NoSuchName(answer.cause()) : answer.cause());
                return;
            }
            @SuppressWarnings("unchecked") // what resolveAll of a question brings
            var found = (List<DnsRecord>) answer.getNow();
            var records = new ArrayList<Timed<T>>();
            for (DnsRecord record : found) {
                if (record.type().equals(type) && record instanceof DnsRawRecord raw) {
                    reader.apply(raw.content())
                            .ifPresent(value -> records.add(new Timed<>(value, record.timeToLive())));
                }
                ReferenceCountUtil.release(record);
            }
            result.complete(records);
        });
        return result;
    }

    /** Silence and errors of servers are failures of another kind. */
    private static boolean isNoSuchName(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException answered
                    ? !DnsResponseCode.NXDOMAIN.equals(answered.getCode())
                    : !(cause instanceof UnknownHostException)) {
                return false;
            }
        }
        return failure instanceof UnknownHostException;
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Optional<String> address(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        return bytes.length == 4 || bytes.length == 16
                ? Optional.of(NetUtil.bytesToIpAddress(bytes))
                : Optional.empty();
    }

    private static Optional<Target> target(ByteBuf content) {
        int begin = content.readerIndex();
        if (content.readableBytes() < 7) {
            return Optional.empty();
        }
        int priority = content.getUnsignedShort(begin);
        int port = content.getUnsignedShort(begin + 4);
        String name = DefaultDnsRecordDecoder.decodeName(content.slice(begin + 6, content.readableBytes() - 6));
        return Optional.of(new Target(priority, name.equals(".") ? "" : name.toLowerCase(Locale.ROOT), port));
    }

    private static long ttl(List<? extends Timed<?>> records) {
        return records.stream().mapToLong(Timed::ttlSeconds).min().orElse(0);
    }

    @Override
    public void close() {
        resolver.close();
    }
}
