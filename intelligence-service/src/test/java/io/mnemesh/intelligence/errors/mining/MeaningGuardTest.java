package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningGuardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Could not connect to server <*>        | Unable to connect to server <*>
            Failed to open the archive <*>         | Failure opening archive <*>
            disk full: cannot write to <*>         | Disk is full, cannot write <*>
            Error: quota of <*> exceeded           | quota exceeded for <*>
            timeout while reading header           | reading header: timeout after <*>
            lock wait timeout exceeded             | lock wait timeout exceeded, try again
            """)
    void shouldLetTemplatesBeOneThatSayTheSame(String a, String b) {
        assertThat(MeaningGuard.mayBeOne(a, b)).isTrue();
        assertThat(MeaningGuard.mayBeOne(b, a)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [instance: <*>] VM Started             | [instance: <*>] VM Paused
            service <*> started                    | service <*> stopped
            eth<*> link is up                      | eth<*> link is down
            connected to broker <*>                | disconnected from broker <*>
            certificate is valid                   | certificate is not valid
            could not store order                  | could store order
            copying from <*>                       | copying to <*>
            cannot write index                     | cannot write journal
            connection to <*>                      | connection to <*> lost
            user logged in                         | user logged out
            session opened for user <*>            | session closed for user <*>
            <*>                                    | disk full
            disk                                   | disk quota of the archive tenant is nearly used
            """)
    void shouldKeepTemplatesApartThatMeanSomethingElse(String a, String b) {
        assertThat(MeaningGuard.mayBeOne(a, b)).isFalse();
        assertThat(MeaningGuard.mayBeOne(b, a)).isFalse();
    }
}
