"""Put our two home pages where Wagtail put its welcome page."""

import uuid

from django.conf import settings
from django.db import migrations

HOMES = [
    (
        "zh-hans",
        "home",
        "清洁生产，有据可查",
        "企业在这里找服务、比报价、按成果付费；机构公平竞争；专家公开抽取；"
        "审核结果与违规机构名单依法公布，人人可查。",
    ),
    (
        "en",
        "home-en",
        "Cleaner production, on the record",
        "Enterprises find services, compare bids and pay for results; providers "
        "compete on equal terms; experts are drawn in the open; results and names "
        "of offenders are published as the law provides.",
    ),
]


def create_home_pages(apps, schema_editor):
    """Replace the welcome page; leave a tree that already has a home alone."""
    HomePage = apps.get_model("cms", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    if HomePage.objects.exists():
        return
    home_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="homepage"
    )
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    translation_key = uuid.uuid4()
    pages = []
    for position, (language, slug, title, lede) in enumerate(HOMES, start=1):
        locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
            language_code=language
        )
        pages.append(
            HomePage.objects.create(
                path=f"{root.path}{position:04d}",
                depth=2,
                numchild=0,
                slug=slug,
                url_path=f"/{slug}/",
                title=title,
                draft_title=title,
                lede=lede,
                live=True,
                locale=locale,
                translation_key=translation_key,
                content_type=home_type,
            )
        )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    apps.get_model("wagtailcore", "Site").objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "site_name": "清源",
            "root_page_id": pages[0].pk,
        },
    )


def remove_home_pages(apps, schema_editor):
    """Take the home pages away again; the site goes with them."""
    apps.get_model("cms", "HomePage").objects.all().delete()


class Migration(migrations.Migration):
    """Needs the content types that Wagtail's own first data created."""

    dependencies = [
        ("cms", "0001_pages"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(create_home_pages, remove_home_pages)]
