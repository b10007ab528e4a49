package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.report.figure.Json;

class PageTest {

    @Test
    void textOfARunCannotEndItsElement() throws Exception {
        ObjectNode numbers = Json.object().put("class", "</script><script>alert(1)</script><!-- \u2028&amp;");
        String inert = Page.inert(numbers);
        assertThat(inert).doesNotContain("<", ">", "&", "\u2028");
        assertThat(new ObjectMapper().readTree(inert)).isEqualTo(numbers);
    }

    @Test
    void aTitleIsText() {
        assertThat(Page.of("<b>&", Json.object())).contains("<title>&lt;b&gt;&amp;</title>");
    }

    @Test
    void thePolicyAllowsTheScriptThatIsThereAndNothingElse() throws Exception {
        String page = Page.of("title", Json.object());
        String script =
                page.substring(page.lastIndexOf("<script>") + "<script>".length(), page.lastIndexOf("</script>"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .contains("default-src 'none'")
                .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        assertThat(script).as("carriage returns would change the hash").doesNotContain("\r", "</script");
    }

    @Test
    void nothingIsFetched() {
        assertThat(Page.of("title", Json.object())).doesNotContain("src=", "href=", "@import", "url(");
    }

    @Test
    void theLibrarysLicenceIsInThePage() {
        assertThat(Page.of("title", Json.object())).contains("The MIT License", "Leon Sorokin");
    }
}
