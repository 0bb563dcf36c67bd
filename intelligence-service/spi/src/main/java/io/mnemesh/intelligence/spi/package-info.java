/**
 * What plug-ins of intelligence-service implement. A plug-in is a CDI bean in a jar with {@code META-INF/beans.xml}, of one of three
 * kinds: {@link io.mnemesh.intelligence.spi.DetectorFactory}, {@link io.mnemesh.intelligence.spi.Predictor} or
 * {@link io.mnemesh.intelligence.spi.Recommender}. What the service brings along implements the same.
 *
 * <p>Calls have a deadline. A plug-in that throws, is late, or answers what it must not is left out for a while, and answers say so;
 * it is interrupted when it is late. Calls come from several threads at once unless an interface says otherwise.
 */
@NullMarked
package io.mnemesh.intelligence.spi;

import org.jspecify.annotations.NullMarked;
