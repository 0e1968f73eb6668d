package qingyuan.analysis;

import java.io.IOException;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Tokenizers and token filters of a default cluster that this node comes without,
 * under their usual names and with their common settings, so that one mapping
 * serves both.
 */
public class CjkAnalysisPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "keyword", tokenizer(KeywordTokenizer::new),
            "uax_url_email", tokenizer(UAX29URLEmailTokenizer::new),
            "whitespace", tokenizer(WhitespaceTokenizer::new)
        );
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "asciifolding", normalizer(CjkAnalysisPlugin::withoutAccents),
            "cjk_width", normalizer((tokens, settings) -> new CJKWidthFilter(tokens)),
            "cjk_bigram", filter(CjkAnalysisPlugin::bigrams),
            "edge_ngram", filter(CjkAnalysisPlugin::beginnings),
            "pattern_capture", AnalysisPlugin.requiresAnalysisSettings(filter(CjkAnalysisPlugin::groups)),
            "unique", filter((tokens, settings) -> new Unique(tokens))
        );
    }

    private static TokenStream withoutAccents(TokenStream tokens, Settings settings) {
        return new ASCIIFoldingFilter(tokens, settings.getAsBoolean("preserve_original", false));
    }

    private static TokenStream bigrams(TokenStream tokens, Settings settings) {
        var ignored = settings.getAsList("ignored_scripts");
        int scripts = 0;
        scripts |= ignored.contains("han") ? 0 : CJKBigramFilter.HAN;
        scripts |= ignored.contains("hiragana") ? 0 : CJKBigramFilter.HIRAGANA;
        scripts |= ignored.contains("katakana") ? 0 : CJKBigramFilter.KATAKANA;
        scripts |= ignored.contains("hangul") ? 0 : CJKBigramFilter.HANGUL;
        return new CJKBigramFilter(tokens, scripts, settings.getAsBoolean("output_unigrams", false));
    }

    private static TokenStream beginnings(TokenStream tokens, Settings settings) {
        return new EdgeNGramTokenFilter(
            tokens,
            settings.getAsInt("min_gram", 1),
            settings.getAsInt("max_gram", 2),
            settings.getAsBoolean("preserve_original", false)
        );
    }

    private static TokenStream groups(TokenStream tokens, Settings settings) {
        var patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
        return new PatternCaptureGroupTokenFilter(tokens, settings.getAsBoolean("preserve_original", true), patterns);
    }

    private static AnalysisProvider<TokenizerFactory> tokenizer(Supplier<Tokenizer> create) {
        return (index, environment, name, settings) -> TokenizerFactory.newFactory(name, create);
    }

    private static AnalysisProvider<TokenFilterFactory> filter(Wrap wrap) {
        return (index, environment, name, settings) -> new Filter(name, settings, wrap);
    }

    private static AnalysisProvider<TokenFilterFactory> normalizer(Wrap wrap) {
        return (index, environment, name, settings) -> new Normalizer(name, settings, wrap);
    }

    private interface Wrap extends BiFunction<TokenStream, Settings, TokenStream> {}

    private static class Filter extends AbstractTokenFilterFactory {
        private final Settings settings;
        private final Wrap wrap;

        Filter(String name, Settings settings, Wrap wrap) {
            super(name, settings);
            this.settings = settings;
            this.wrap = wrap;
        }

        @Override
        public TokenStream create(TokenStream tokens) {
            return wrap.apply(tokens, settings);
        }
    }

    /** A filter that keyword fields may use too: it changes characters only. */
    private static class Normalizer extends Filter implements NormalizingTokenFilterFactory {
        Normalizer(String name, Settings settings, Wrap wrap) {
            super(name, settings, wrap);
        }
    }

    /** Lets each word of a text pass once. The node's own store of API keys wants it. */
    private static class Unique extends FilteringTokenFilter {
        private final CharArraySet seen = new CharArraySet(8, false);
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        Unique(TokenStream tokens) {
            super(tokens);
        }

        @Override
        protected boolean accept() {
            return seen.add(term.toString());
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }
}
