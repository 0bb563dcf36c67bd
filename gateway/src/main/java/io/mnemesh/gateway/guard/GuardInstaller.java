package io.mnemesh.gateway.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ConnectionGuard} before the server on each accepted connection, by Netty's extension of server channels. Netty
 * finds extensions by its class loader, which is not the one of applications everywhere; so its list is set here. Neither the
 * platform nor Vert.x lets one reach a connection before its first request. Without the guard the gateway does not start.
 */
@ApplicationScoped
class GuardInstaller {

    private static final String EXTENSIONS = "io.netty.bootstrap.ChannelInitializerExtensions";

    /** Of the gateway's servers, for applications and for monitors. */
    private static final List<String> PORTS = List.of(
            "quarkus.http.port", "quarkus.http.test-port", "quarkus.management.port", "quarkus.management.test-port");

    private final long headNanos;

    @Inject
    GuardInstaller(GuardConfig config) {
        this.headNanos = config.headTime().toNanos();
    }

    void install(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        try {
            Class<?> loading = Class.forName(EXTENSIONS + "$ServiceLoadingExtensions");
            Constructor<?> constructor = loading.getDeclaredConstructor(boolean.class);
            constructor.setAccessible(true);
            Object extensions = constructor.newInstance(true);
            set(loading, extensions, "classLoader", new WeakReference<>(ServerBootstrap.class.getClassLoader()));
            set(loading, extensions, "extensions", List.of(new Extension(headNanos)));
            set(Class.forName(EXTENSIONS), null, "implementation", extensions);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Netty has no place for the guard of connections.", e);
        }
    }

    private static void set(Class<?> type, @Nullable Object target, String name, Object value)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(target, value);
    }

    private static final class Extension extends ChannelInitializerExtension {

        private final long headNanos;

        Extension(long headNanos) {
            this.headNanos = headNanos;
        }

        @Override
        public void postInitializeServerChildChannel(Channel channel) {
            if (isOfTheGateway(channel)) {
                channel.pipeline().addFirst(new ConnectionGuard(headNanos));
            }
        }

        /** Tests have servers of their own in this process. Ports that the system chooses are found in the configuration, too. */
        private static boolean isOfTheGateway(Channel channel) {
            if (!(channel.localAddress() instanceof InetSocketAddress address)) {
                return true;
            }
            Config config = ConfigProvider.getConfig();
            return PORTS.stream()
                    .flatMap(key -> config.getOptionalValue(key, Integer.class).stream())
                    .anyMatch(port -> port == address.getPort());
        }
    }
}
