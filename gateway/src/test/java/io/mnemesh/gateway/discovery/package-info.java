@org.jspecify.annotations.NullMarked
package io.mnemesh.gateway.discovery;
