"""What editors build pages from: one block, one template."""

from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "h3", "h4"]


class HeadingBlock(CharBlock):
    """The heading of a section."""

    class Meta:
        icon = "title"
        label = pgettext_lazy("block", "Heading")
        template = "cms/blocks/heading.html"


class TextParagraphBlock(RichTextBlock):
    """Running text."""

    class Meta:
        icon = "pilcrow"
        label = pgettext_lazy("block", "Text")
        template = "cms/blocks/text.html"


class NoteBlock(StructBlock):
    """A remark set apart from the running text."""

    title = CharBlock(label=pgettext_lazy("block", "Title"), required=False)
    text = TextBlock(label=pgettext_lazy("block", "Text"))
    tone = ChoiceBlock(
        [
            ("info", pgettext_lazy("block", "Hint")),
            ("warning", pgettext_lazy("block", "Warning")),
        ],
        default="info",
        label=pgettext_lazy("block", "Kind"),
    )

    class Meta:
        icon = "info-circle"
        label = pgettext_lazy("block", "Note")
        template = "cms/blocks/note.html"


class StepBlock(StructBlock):
    """One step of a procedure."""

    title = CharBlock(label=pgettext_lazy("block", "Title"))
    text = TextBlock(label=pgettext_lazy("block", "Text"))


class StepsBlock(StructBlock):
    """A procedure, in order."""

    steps = ListBlock(StepBlock(), label=pgettext_lazy("block", "Steps"))

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("block", "Steps")
        template = "cms/blocks/steps.html"


class FactBlock(StructBlock):
    """A label with its value."""

    label = CharBlock(label=pgettext_lazy("block", "Label"))
    value = CharBlock(label=pgettext_lazy("block", "Value"))


class FactsBlock(StructBlock):
    """Labelled values."""

    facts = ListBlock(FactBlock(), label=pgettext_lazy("block", "Facts"))

    class Meta:
        icon = "list-ul"
        label = pgettext_lazy("block", "Facts")
        template = "cms/blocks/facts.html"


class ResultBlock(StructBlock):
    """One figure before and after."""

    name = CharBlock(label=pgettext_lazy("block", "Indicator"))
    unit = CharBlock(label=pgettext_lazy("block", "Unit"))
    before = CharBlock(label=pgettext_lazy("block", "Before"))
    after = CharBlock(label=pgettext_lazy("block", "After"))
    how_measured = CharBlock(
        label=pgettext_lazy("block", "How it was measured"), required=False
    )


class ResultsBlock(StructBlock):
    """Figures before and after a project."""

    results = ListBlock(ResultBlock(), label=pgettext_lazy("block", "Results"))

    class Meta:
        icon = "table"
        label = pgettext_lazy("block", "Results before and after")
        template = "cms/blocks/results.html"


class QuestionBlock(StructBlock):
    """A question with its answer."""

    question = CharBlock(label=pgettext_lazy("block", "Question"))
    answer = TextBlock(label=pgettext_lazy("block", "Answer"))

    class Meta:
        icon = "help"
        label = pgettext_lazy("block", "Question and answer")
        template = "cms/blocks/question.html"


class LinkValue(StructValue):
    """A link to a page or to an address."""

    @property
    def href(self) -> str:
        """The page's address in the reader's language, or the address given."""
        page = self.get("page")
        return page.localized.url if page else self.get("url") or ""


class LinkBlock(StructBlock):
    """Where to go next."""

    label = CharBlock(label=pgettext_lazy("block", "Label"))
    page = PageChooserBlock(label=pgettext_lazy("block", "Page"), required=False)
    url = URLBlock(label=pgettext_lazy("block", "Address"), required=False)

    class Meta:
        icon = "link"
        label = pgettext_lazy("block", "Link")
        template = "cms/blocks/link.html"
        value_class = LinkValue


class FigureBlock(StructBlock):
    """A picture with what it shows."""

    image = ImageBlock(label=pgettext_lazy("block", "Image"))
    caption = CharBlock(label=pgettext_lazy("block", "Caption"), required=False)

    class Meta:
        icon = "image"
        label = pgettext_lazy("block", "Figure")
        template = "cms/blocks/figure.html"


class DownloadBlock(StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=pgettext_lazy("block", "Document"))
    note = CharBlock(label=pgettext_lazy("block", "Note"), required=False)

    class Meta:
        icon = "download"
        label = pgettext_lazy("block", "Download")
        template = "cms/blocks/download.html"


class BodyBlock(StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    text = TextParagraphBlock(features=TEXT_FEATURES)
    note = NoteBlock()
    steps = StepsBlock()
    facts = FactsBlock()
    results = ResultsBlock()
    question = QuestionBlock()
    link = LinkBlock()
    figure = FigureBlock()
    download = DownloadBlock()
