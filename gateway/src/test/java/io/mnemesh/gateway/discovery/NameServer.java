package io.mnemesh.gateway.discovery;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordEncoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server on loopback that answers with what it was given, says that it is broken, or is silent. */
public final class NameServer implements AutoCloseable {

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final Channel channel;
    private volatile int ttlSeconds;
    private volatile Mood mood = Mood.WELL;

    /** How it answers. */
    public enum Mood {
        WELL,
        BROKEN,
        SILENT
    }

    public NameServer(int ttlSeconds) {
        this.ttlSeconds = ttlSeconds;
        this.channel = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(),
                                        new DatagramDnsResponseEncoder(),
                                        new Answering());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** As address:port. */
    public String address() {
        return "127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
    }

    public int queries() {
        return queries.get();
    }

    public NameServer mood(Mood next) {
        mood = next;
        return this;
    }

    public NameServer ttl(int seconds) {
        ttlSeconds = seconds;
        return this;
    }

    /** Sets the addresses of a name, in place of those it had; none removes it. */
    public NameServer addresses(DnsRecordType type, String name, String... addresses) {
        return set(
                type,
                name,
                List.of(addresses).stream()
                        .map(NetUtil::createByteArrayFromIpAddressString)
                        .toList());
    }

    /** Sets the services of a name, each like {@code 10 5 7401 a.example}: priority, weight, port and target. */
    public NameServer services(String name, String... services) {
        return set(
                DnsRecordType.SRV,
                name,
                List.of(services).stream().map(NameServer::service).toList());
    }

    private NameServer set(DnsRecordType type, String name, List<byte[]> contents) {
        records.put(type.name() + " " + name + ".", contents);
        return this;
    }

    private static byte[] service(String text) {
        String[] parts = text.split(" ", -1);
        ByteBuf content = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            content.writeShort(Integer.parseInt(parts[i]));
        }
        new NameEncoder().write(parts[3], content);
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return bytes;
    }

    private static final class NameEncoder extends DefaultDnsRecordEncoder {

        void write(String name, ByteBuf out) {
            try {
                encodeName(name, out);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            queries.incrementAndGet();
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            var answer = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            answer.addRecord(DnsSection.QUESTION, question);
            switch (mood) {
                case SILENT -> {
                    answer.release();
                    return;
                }
                case BROKEN -> answer.setCode(DnsResponseCode.SERVFAIL);
                case WELL -> {
                    List<byte[]> found =
                            records.getOrDefault(question.type().name() + " " + question.name(), List.of());
                    if (found.isEmpty()) {
                        answer.setCode(DnsResponseCode.NXDOMAIN);
                    }
                    for (byte[] content : found) {
                        answer.addRecord(
                                DnsSection.ANSWER,
                                new DefaultDnsRawRecord(
                                        question.name(), question.type(), ttlSeconds, Unpooled.wrappedBuffer(content)));
                    }
                }
            }
            context.writeAndFlush(answer).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
