package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report as a browser shows it: no errors, no requests, and figures that answer. Pictures of it are left in
 * {@code target/report-pictures}.
 */
class ReportInBrowserTest {

    private static final Path PICTURES = Path.of("target", "report-pictures");
    private static final int EPOCHS = Integer.getInteger("turnpike.report.epochs", 60);

    @TempDir
    static Path directory;

    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        assumeTrue(
                Browser.installed().isPresent(),
                "skipped: there is no Chromium on the PATH; install the package chromium to test the report's page");
        browser = Browser.start(Browser.installed().get());
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void twoFeaturesAndTwoClasses() throws Exception {
        Path page = report("moons", SampleRun.moons(EPOCHS));
        look(page, "moons");
        assertThat(browser.evaluate("[...document.querySelectorAll('h3')].map(h => h.textContent)"))
                .asString()
                .contains("Decision boundary", "Trajectories of the state", "Confusion matrix", "Calibration");
        sliderChangesThePicture();
    }

    @Test
    void aStableFlowOfThreeClasses() throws Exception {
        look(report("spirals", SampleRun.spirals(EPOCHS)), "spirals");
        sliderChangesThePicture();
    }

    @Test
    void manyFeaturesAndClasses() throws Exception {
        look(report("four-classes", SampleRun.fourClasses(EPOCHS)), "four-classes");
        sliderChangesThePicture();
    }

    @Test
    void aDensity() throws Exception {
        look(report("density", SampleRun.density(EPOCHS)), "density");
        sliderChangesThePicture();
    }

    @Test
    void values() throws Exception {
        look(report("regression", SampleRun.regression(EPOCHS)), "regression");
        sliderChangesThePicture();
    }

    private static Path report(String name, SampleRun run) throws Exception {
        Path place = directory.resolve(name);
        run.writeTo(place);
        new RunReport(SampleRun.STORAGE, SampleRun.COMPUTE).write(place.toString(), run.rows());
        return place.resolve(RunReport.FILE);
    }

    /** At both widths, in both themes. */
    private static void look(Path page, String name) throws Exception {
        for (int width : new int[] {400, 1280}) {
            for (String theme : new String[] {"dark", "light"}) {
                browser.open(page, width, theme);
                browser.picture(PICTURES.resolve(name + "-" + width + "-" + theme + ".png"));
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .as("nothing is wider than the screen")
                        .isLessThanOrEqualTo(width);
            }
        }
        assertThat(browser.requests()).allMatch(address -> address.startsWith("file:"));
    }

    private static void sliderChangesThePicture() throws Exception {
        String atEnd = pictures();
        browser.evaluate("(() => { const slider = document.getElementById('depth'); slider.value = 100;"
                + " slider.dispatchEvent(new Event('input')); })()");
        String earlier = pictures();
        assertThat(earlier).isNotEqualTo(atEnd);
        assertThat(browser.evaluate("document.querySelector('.slider output').textContent")
                        .asText())
                .startsWith("t = ");
        browser.evaluate("(() => { const slider = document.getElementById('depth'); slider.value = 400;"
                + " slider.dispatchEvent(new Event('input')); })()");
        assertThat(pictures()).as("back where it was").isEqualTo(atEnd);
        assertThat(browser.complaints()).isEmpty();
    }

    /** What the figures with the slider show, once they have drawn. */
    private static String pictures() throws Exception {
        return browser.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
                        + " done([...document.querySelectorAll('.plane canvas')].map(c => c.toDataURL()).join()))))")
                .asText();
    }
}
