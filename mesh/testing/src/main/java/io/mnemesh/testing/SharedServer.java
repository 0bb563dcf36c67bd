package io.mnemesh.testing;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A server of this JVM that classes of any class loader find: class loaders of tests come and go, and each has statics of
 * its own. It is registered with the platform's management, whose interface consists of types of the JDK.
 *
 * @param facts   where the server is
 * @param actions what can be done to it; none if it is not ours
 */
record SharedServer(Map<String, String> facts, Map<String, Runnable> actions) implements DynamicMBean {

    /** Finds the server, or starts and registers it. */
    static Handle find(String name, Supplier<SharedServer> start) {
        MBeanServer management = ManagementFactory.getPlatformMBeanServer();
        try {
            var address = new ObjectName("io.mnemesh.testing", "server", name);
            // The lock is the platform's, hence the same for every class loader.
            synchronized (management) {
                if (!management.isRegistered(address)) {
                    management.registerMBean(start.get(), address);
                }
            }
            return new Handle(management, address);
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException("The server " + name + " was started twice.", e);
        } catch (JMException e) {
            throw new IllegalStateException("The server " + name + " cannot be registered.", e);
        }
    }

    /** Reaches a server of whatever class loader. */
    record Handle(MBeanServer management, ObjectName address) {

        String fact(String name) {
            try {
                return (String) management.getAttribute(address, name);
            } catch (JMException e) {
                throw new IllegalStateException("The server has no fact " + name + ".", e);
            }
        }

        void act(String name) {
            try {
                management.invoke(address, name, new Object[0], new String[0]);
            } catch (MBeanException e) {
                throw new UnsupportedOperationException(e.getCause());
            } catch (InstanceNotFoundException e) {
                throw new IllegalStateException("The server is gone.", e);
            } catch (JMException e) {
                throw new IllegalStateException("The server cannot " + name + ".", e);
            }
        }
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        String fact = facts.get(name);
        if (fact == null) {
            throw new AttributeNotFoundException(name);
        }
        return fact;
    }

    @Override
    public @Nullable Object invoke(String name, Object @Nullable [] parameters, String @Nullable [] signature)
            throws MBeanException {
        Runnable action = actions.get(name);
        if (action == null) {
            throw new MBeanException(new UnsupportedOperationException("This server does not " + name + " for tests."));
        }
        action.run();
        return null;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("Facts do not change.");
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        return new AttributeList();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return new MBeanInfo(SharedServer.class.getName(), "A server shared by tests", null, null, null, null);
    }
}
