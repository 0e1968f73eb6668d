FROM elasticsearch:8.19.3
# Chinese words for questions in whole sentences; IK takes its place where you have it.
RUN elasticsearch-plugin install --batch analysis-smartcn
