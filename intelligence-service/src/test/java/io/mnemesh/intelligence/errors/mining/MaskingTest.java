package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    took 12 ms                                   | took <*>
                    took 1.5 seconds, giving up                  | took <*>, giving up
                    pid=4711 tid=0x7f00                          | pid=<*> tid=<*>
                    connect to 10.0.0.1:5432 refused             | connect to <*> refused
                    connect to db.internal.example.com refused   | connect to <*> refused
                    connect to redis:6379 refused                | connect to <*> refused
                    status:404 for /a/b/c.html                   | status:<*> for <*>
                    mac 00:1b:44:11:3a:b7 seen                   | mac <*> seen
                    at Fri Jun 17 07:07:00 2005                  | at <*>
                    id 550e8400-e29b-41d4-a716-446655440000 gone | id <*> gone
                    see https://a.example/x?y=1.                 | see <*>.
                    mail to ana@example.com failed               | mail to <*> failed
                    eth0 is up                                   | eth<*> is up
                    core.2275 written                            | core.<*> written
                    java.lang.String is a class                  | java.lang.String is a class
                    a plain sentence stays                       | a plain sentence stays
                    """)
    void shouldMaskWhatVaries(String line, String expected) {
        assertThat(ErrorText.lineSignature(line).template()).isEqualTo(expected);
    }
}
