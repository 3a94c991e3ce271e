{# Fails the model, before its clusters remove anything, when a source loses more than the ceiling of its domain in
   seeds/duplicate_rules.csv: a chain of near duplicates, or a template, has eaten it. #}
{% macro guard_removed_ratio() -%}
    {%- set losses = run_query(removed_ratios(this)) if execute else [] -%}
    {%- set messages = [] -%}
    {%- for loss in losses -%}
        {%- do messages.append(
            loss['source_id'] ~ " would lose " ~ loss['n_removed'] ~ " of " ~ loss['n_documents'] ~ " documents (ratio "
            ~ (loss['removed_ratio'] | float | round(3)) ~ ", max_removed_ratio is " ~ loss['max_removed_ratio']
            ~ "), its largest cluster is " ~ loss['cluster_id'] ~ " with " ~ loss['n_in_cluster']
        ) -%}
    {%- endfor -%}
    {%- if messages -%}
        {{ exceptions.raise_compiler_error(
            "too many duplicates: " ~ messages | join("; ")
            ~ "; analyses/what_is_in_this_cluster.sql shows it, seeds/duplicate_rules.csv holds the bounds"
        ) }}
    {%- endif -%}
{%- endmacro %}


{% macro removed_ratios(clusters) -%}
    with documents as (
        select doc_id, source_id, domain from {{ ref('filtered_documents') }}
    ),

    counted as (
        select source_id, domain, count(*) as n_documents from documents group by source_id, domain
    ),

    removed as (
        select documents.source_id, clusters.cluster_id, count(*) as n_in_cluster
        from {{ clusters }} as clusters
        inner join documents on clusters.doc_id = documents.doc_id
        where not clusters.is_representative
        group by documents.source_id, clusters.cluster_id
    ),

    largest as (
        select
            source_id,
            cluster_id,
            n_in_cluster,
            sum(n_in_cluster) over (partition by source_id) as n_removed
        from removed
        qualify row_number() over (partition by source_id order by n_in_cluster desc, cluster_id) = 1
    ),

    judged as (
        select
            largest.*,
            counted.n_documents,
            largest.n_removed / cast(counted.n_documents as double) as removed_ratio,
            rules.max_removed_ratio
        from largest
        inner join counted on largest.source_id = counted.source_id
        inner join {{ ref('duplicate_rules') }} as rules on counted.domain = rules.domain
    )

    select * from judged where removed_ratio > max_removed_ratio order by source_id
{%- endmacro %}
