"""What editors build pages from: one block, one template."""

from django.utils.translation import gettext_lazy as _
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
        label = _("Heading")
        template = "cms/blocks/heading.html"


class TextParagraphBlock(RichTextBlock):
    """Running text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class NoteBlock(StructBlock):
    """A remark set apart from the running text."""

    title = CharBlock(label=_("Title"), required=False)
    text = TextBlock(label=_("Text"))
    tone = ChoiceBlock(
        [("info", _("Hint")), ("warning", _("Warning"))],
        default="info",
        label=_("Kind"),
    )

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "cms/blocks/note.html"


class StepBlock(StructBlock):
    """One step of a procedure."""

    title = CharBlock(label=_("Title"))
    text = TextBlock(label=_("Text"))


class StepsBlock(StructBlock):
    """A procedure, in order."""

    steps = ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"


class FactBlock(StructBlock):
    """A label with its value."""

    label = CharBlock(label=_("Label"))
    value = CharBlock(label=_("Value"))


class FactsBlock(StructBlock):
    """Labelled values."""

    facts = ListBlock(FactBlock(), label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "cms/blocks/facts.html"


class ResultBlock(StructBlock):
    """One figure before and after."""

    name = CharBlock(label=_("Indicator"))
    unit = CharBlock(label=_("Unit"))
    before = CharBlock(label=_("Before"))
    after = CharBlock(label=_("After"))
    how_measured = CharBlock(label=_("How it was measured"), required=False)


class ResultsBlock(StructBlock):
    """Figures before and after a project."""

    results = ListBlock(ResultBlock(), label=_("Results"))

    class Meta:
        icon = "table"
        label = _("Results before and after")
        template = "cms/blocks/results.html"


class QuestionBlock(StructBlock):
    """A question with its answer."""

    question = CharBlock(label=_("Question"))
    answer = TextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")
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

    label = CharBlock(label=_("Label"))
    page = PageChooserBlock(label=_("Page"), required=False)
    url = URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")
        template = "cms/blocks/link.html"
        value_class = LinkValue


class FigureBlock(StructBlock):
    """A picture with what it shows."""

    image = ImageBlock(label=_("Image"))
    caption = CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        template = "cms/blocks/figure.html"


class DownloadBlock(StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    note = CharBlock(label=_("Note"), required=False)

    class Meta:
        icon = "download"
        label = _("Download")
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
