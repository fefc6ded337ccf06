package onechat.gateway.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpmToolsIT {
    @Test
    void whatTheLockFileNamesIsInstalledOnceAndRuns() throws IOException, InterruptedException {
        NpmTools tools = NpmTools.installed();
        Path mark = tools.file(".package-lock.json");
        var installed = Files.getLastModifiedTime(mark);

        assertThat(NpmTools.installed().tsc(Path.of(""), "--version"))
                .satisfies(tsc -> assertThat(tsc.status()).isZero())
                .satisfies(tsc -> assertThat(tsc.said()).startsWith("Version 5."));
        assertThat(tools.esbuild(Path.of(""), "--version").status()).isZero();
        assertThat(tools.axe()).content().contains("axe");
        assertThat(Files.getLastModifiedTime(mark)).isEqualTo(installed);
    }

    /** Whoever builds behind a registry of their own gets the packages from there. */
    @ParameterizedTest
    @ValueSource(strings = {"src/test/npm", "src/test/resources/onechat/gateway/baseline"})
    void theLockFileNamesNoRegistry(String folder) throws IOException {
        assertThat(Path.of(folder, "package-lock.json"))
                .content()
                .contains("\"integrity\"")
                .doesNotContain("\"resolved\"");
    }
}
