package qingyuan.analysis;

import java.util.Map;

import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Lucene's reader of Chinese words, as the plugin that operators may install names it. */
public class ChineseWordsPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "smartcn_tokenizer",
            (index, environment, name, settings) -> TokenizerFactory.newFactory(name, HMMChineseTokenizer::new)
        );
    }
}
